#include "commands/definitions.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string>

#include "cli/general_options.hpp"
#include "cli/libexec_program.hpp"
#include "cli/pages/definitions.hpp"
#include "commands/all.hpp"
#include "commands/sending.hpp"
#include "files/descriptor.hpp"
#include "files/retry_interrupted.hpp"

namespace preflight::cli {
namespace {

std::string read_all(int number) {
  std::string text;
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t length = retry_interrupted([&] { return ::read(number, piece.data(), piece.size()); });
    if (length <= 0) {
      return text;
    }
    text.append(piece.data(), static_cast<std::size_t>(length));
  }
}

/// What the executable writes about itself; empty where it cannot be started.
std::string described_by(const std::string& path) {
  std::array<int, 2> ends{};
  if (path.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  const descriptor reading{ends[0]};
  std::string text;
  pid_t child = 0;
  {
    const descriptor writing{ends[1]};
    std::string program = path;
    std::string word{definitions_word};
    const std::array<char*, 3> arguments{program.data(), word.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, writing.number(), STDOUT_FILENO);
    const int failed = ::posix_spawn(&child, path.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
      return {};
    }
  }
  text = read_all(reading.number());
  int status = 0;
  static_cast<void>(retry_interrupted([&] { return ::waitpid(child, &status, 0); }));
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? text : std::string{};
}

std::vector<command_line> sending_definitions() {
  std::vector<command_line> commands;
  for (const external_command& entry : sending_commands) {
    command_line& added = commands.emplace_back();
    added.name = entry.name;
    added.summary = entry.summary;
  }
  try {
    const std::string text = described_by(libexec_program(sending_commands.front().executable));
    return text.empty() ? commands : read_definitions(text);
  } catch (const std::exception&) {
    return commands;
  }
}

}  // namespace

program_definition full_definition() {
  standard_streams unused;
  program_definition out;
  out.program.summary = program_summary;
  out.program.footer = program_examples;
  add_general_options(out.program, unused);
  for (const command& entry : all_commands) {
    command_line& added = out.commands.emplace_back();
    added.name = entry.name;
    added.summary = entry.summary;
    static_cast<void>(entry.define(added));
    add_general_options(added, unused);
  }
  std::ranges::move(sending_definitions(), std::back_inserter(out.commands));
  // Nothing of this is read, and what would take the values is gone.
  for (command_line& command : out.commands) {
    command.finish = nullptr;
  }
  return out;
}

}  // namespace preflight::cli
