#pragma once

#include <functional>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/standard_streams.hpp"

namespace preflight::cli {

/// What runs once the command line has been read, and gives the exit status.
using action = std::function<int(const standard_streams&)>;

struct command {
  std::string_view name;
  action (*add)(CLI::App& app);  ///< to the command line
};

inline constexpr int status_good = 0;
inline constexpr int status_findings = 1;
inline constexpr int status_cannot_run = 2;
/// What a shell reports of a program that SIGPIPE ended.
inline constexpr int status_broken_pipe = 141;

}  // namespace preflight::cli
