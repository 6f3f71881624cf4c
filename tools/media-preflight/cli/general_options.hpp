#pragma once

#include "cli/standard_streams.hpp"
#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// --color, --verbose, --help and --version, which every command has.
void add_general_options(command_line& command, standard_streams& streams);

}  // namespace preflight::cli
