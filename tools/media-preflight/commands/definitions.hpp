#pragma once

#include <vector>

#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// All that may be written on the command line.
struct program_definition {
  command_line program;  ///< the options that stand alone
  std::vector<command_line> commands;
};

/// Also that of the sending commands, as their executable describes itself; where that is not built, of these only the
/// names are known.
[[nodiscard]] program_definition full_definition();

}  // namespace preflight::cli
