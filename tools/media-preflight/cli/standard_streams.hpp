#pragma once

#include <cstdint>

namespace preflight::cli {

/// --color; automatic asks the environment and whether there is a terminal.
enum class colour_choice : std::uint8_t { automatic, always, never };

/// What the program is connected to, as descriptors, and what is to appear there. Tests give others.
struct standard_streams {
  int input = 0;
  int output = 1;
  int error = 2;
  colour_choice colour = colour_choice::automatic;
  bool is_verbose = false;  ///< tells on `error` what a run takes for granted
};

}  // namespace preflight::cli
