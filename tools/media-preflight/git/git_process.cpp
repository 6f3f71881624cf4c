#include "git/git_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/retry_interrupted.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t max_output_bytes = std::size_t{1} << 30;

/// Nothing is fetched and nothing asked: a blob that a partial clone lacks stays missing. Versions before 2.45 know no
/// GIT_NO_LAZY_FETCH, but find every protocol forbidden.
constexpr std::array<std::string_view, 4> settings{
    "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=0"};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    out.push_back(text.data());
  }
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment() {
  std::vector<std::string> out{settings.begin(), settings.end()};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-bounds-pointer-arithmetic): that is how environ(7) is read.
  for (char** entry = ::environ; *entry != nullptr; ++entry) {
    const std::string_view variable{*entry};
    const std::string_view name = variable.substr(0, variable.find('=') + 1);
    if (std::ranges::none_of(settings, [name](std::string_view setting) { return setting.starts_with(name); })) {
      out.emplace_back(variable);
    }
  }
  return out;
}

[[noreturn]] void throw_start_error(int error) {
  throw fatal_error{error == ENOENT ? std::string{"git was not found; --staged and --changed-since need it"}
                                    : fmt::format("git cannot be started: {}", errno_message(error))};
}

}  // namespace

git_process::git_process(std::vector<std::string> arguments) {
  std::array<int, 2> sockets{};
  std::array<int, 2> pipe{};
  error_ = descriptor{::memfd_create("git-error", MFD_CLOEXEC)};
  if (!error_.is_open() || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    throw_start_error(errno);
  }
  input_ = descriptor{sockets[0]};
  const descriptor git_input{sockets[1]};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw_start_error(errno);
  }
  output_ = descriptor{pipe[0]};
  const descriptor git_output{pipe[1]};

  // A monitor is a program that the repository's configuration names.
  arguments.insert(arguments.begin(), {"git", "-c", "core.fsmonitor=false"});
  std::vector<std::string> variables = environment();
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, git_input.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, git_output.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, error_.number(), STDERR_FILENO);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int error =
      ::posix_spawnp(&process_, "git", &actions, &attributes, pointers(arguments).data(), pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    process_ = -1;
    throw_start_error(error);
  }
}

bool git_process::write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t sent =
        retry_interrupted([&] { return ::send(input_.number(), text.data(), text.size(), MSG_NOSIGNAL); });
    if (sent <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::size_t git_process::read(std::span<char> buffer) const {
  const ssize_t length = retry_interrupted([&] { return ::read(output_.number(), buffer.data(), buffer.size()); });
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

int git_process::wait() {
  input_ = descriptor{};
  output_ = descriptor{};
  int status = -1;
  if (process_ <= 0 || retry_interrupted([&] { return ::waitpid(process_, &status, 0); }) != process_) {
    return -1;
  }
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string git_process::first_error() const {
  std::array<char, 512> buffer{};
  const ssize_t length = ::pread(error_.number(), buffer.data(), buffer.size(), 0);
  std::string_view text{buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  constexpr std::string_view lead = "fatal: ";
  if (text.starts_with(lead)) {
    text.remove_prefix(lead.size());
  }
  return std::string{text.substr(0, text.find('\n'))};
}

git_answer run_git(std::vector<std::string> arguments) {
  git_process git{std::move(arguments)};
  git_answer answer;
  constexpr std::size_t step = std::size_t{64} * 1024;
  for (std::size_t length = 0;;) {
    answer.output.resize(length + step + length / 2);
    const std::size_t got = git.read(std::span{answer.output}.subspan(length));
    length += got;
    if (got == 0) {
      answer.output.resize(length);
      break;
    }
    if (length > max_output_bytes) {
      throw fatal_error{"git lists more than 1 GiB of names"};
    }
  }
  answer.status = git.wait();
  answer.error = git.first_error();
  return answer;
}

std::string require_git(std::string_view purpose, std::vector<std::string> arguments) {
  git_answer answer = run_git(std::move(arguments));
  if (answer.status != 0) {
    throw fatal_error{fmt::format("{}: {}", purpose,
                                  answer.error.empty() ? fmt::format("git exited with status {}", answer.status)
                                                       : fmt::format("git says: {}", answer.error))};
  }
  return std::move(answer.output);
}

}  // namespace preflight::cli
