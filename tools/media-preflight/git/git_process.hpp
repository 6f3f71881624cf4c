#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <vector>

#include "files/descriptor.hpp"

namespace preflight::cli {

/// A git that runs, with its standard input, output and error. It may not talk to other machines or to a person.
class git_process {
 public:
  /// Throws fatal_error where git cannot be started.
  explicit git_process(std::vector<std::string> arguments);
  git_process(const git_process&) = delete;
  git_process(git_process&&) = delete;
  git_process& operator=(const git_process&) = delete;
  git_process& operator=(git_process&&) = delete;
  ~git_process() { wait(); }

  /// False where git has ended.
  [[nodiscard]] bool write(std::string_view text) const;
  /// How many bytes; 0 at the end.
  [[nodiscard]] std::size_t read(std::span<char> buffer) const;
  /// Closes both ends, waits for git, and gives its exit status; -1 where a signal ended it.
  int wait();
  /// The first line that it wrote to standard error, without "fatal: ".
  [[nodiscard]] std::string first_error() const;

 private:
  pid_t process_ = -1;
  descriptor input_;  ///< a socket, so that writing to it never raises SIGPIPE
  descriptor output_;
  descriptor error_;  ///< a file in memory
};

struct git_answer {
  int status = -1;
  std::string output;
  std::string error;  ///< the first line
};

/// Runs git to its end. Throws fatal_error where it cannot be started or says more than 1 GiB.
[[nodiscard]] git_answer run_git(std::vector<std::string> arguments);

/// The same, of a command that must succeed: where it does not, throws fatal_error with `purpose` in front of what git
/// says.
[[nodiscard]] std::string require_git(std::string_view purpose, std::vector<std::string> arguments);

}  // namespace preflight::cli
