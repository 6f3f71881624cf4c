#pragma once

#include <cstddef>
#include <string>

#include "commands/command.hpp"

namespace preflight::cli {

/// How the commands that only look things up answer.
struct reference_output {
  std::string format;
  std::size_t columns = 0;  ///< 0: lines are not broken
  bool colour = false;

  [[nodiscard]] bool is_json() const { return format == "json"; }
};

void add_reference_output(command_line& command, reference_output& output);

/// Checks the format and finds out about the terminal. Throws fatal_error.
[[nodiscard]] reference_output resolve(const reference_output& options, const standard_streams& streams);

}  // namespace preflight::cli
