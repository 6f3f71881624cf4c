#pragma once

#include <functional>
#include <string_view>

#include "cli/standard_streams.hpp"
#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// What runs once the command line has been read, and gives the exit status.
using action = std::function<int(const standard_streams&)>;

struct command {
  std::string_view name;
  std::string_view summary;                 ///< for the help
  action (*define)(command_line& command);  ///< adds its options
};

inline constexpr int status_good = 0;
inline constexpr int status_findings = 1;
inline constexpr int status_cannot_run = 2;
/// What a shell reports of a program that SIGPIPE ended.
inline constexpr int status_broken_pipe = 141;

}  // namespace preflight::cli
