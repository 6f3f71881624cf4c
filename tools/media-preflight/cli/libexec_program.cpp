#include "cli/libexec_program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstddef>

#include <fmt/format.h>

#include "files/descriptor.hpp"
#include "files/retry_interrupted.hpp"

namespace preflight::cli {
namespace {

/// The folder this program is in, with a slash at its end: of the file that runs, whatever link was followed. Empty
/// where the system does not tell.
std::string own_folder() {
  std::array<char, PATH_MAX> target;
  const ssize_t length = readlink("/proc/self/exe", target.data(), target.size());
  const std::string_view path{target.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  return std::string{path.substr(0, path.rfind('/') + 1)};
}

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

}  // namespace

std::string libexec_program(std::string_view name) {
  const std::string folder = own_folder();
  if (folder.empty()) {
    return {};  // anything else would be looked for in the working folder, where a stranger's program may be
  }
  std::string beside = folder + std::string{name};
  if (access(beside.c_str(), X_OK) == 0) {
    return beside;
  }
  return folder + MEDIA_PREFLIGHT_LIBEXEC_FOLDER "/" + std::string{name};
}

std::string libexec_output(std::string_view name, std::string_view word) {
  std::string program = libexec_program(name);
  std::array<int, 2> ends{};
  if (program.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  const descriptor reading{ends[0]};
  std::string text;
  pid_t child = 0;
  {
    const descriptor writing{ends[1]};
    std::string argument{word};
    const std::array<char*, 3> arguments{program.data(), argument.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, writing.number(), STDOUT_FILENO);
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
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

std::string missing_program(std::string_view user, std::string_view path, std::string_view libraries) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return fmt::format(
      "{} needs {}, which is not built or not installed; install {}, configure again and build the target {}", user,
      name, libraries, name);
}

}  // namespace preflight::cli
