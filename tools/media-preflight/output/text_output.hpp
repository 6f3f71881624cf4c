#pragma once

#include <string_view>

#include "cli/standard_streams.hpp"

namespace preflight::cli {

/// Thrown when the output is no longer read (EPIPE): the run ends, and there is nothing to say.
struct broken_pipe {};

/// Writes all of it. Throws broken_pipe, or fatal_error naming the output.
void write_all(int number, std::string_view name, std::string_view text);

/// The same for messages: what cannot be written is lost.
void write_message(int number, std::string_view text);

/// Whether colours are wanted there: a terminal that is not "dumb", unless NO_COLOR or CLICOLOR_FORCE say otherwise.
[[nodiscard]] bool use_colour(int number, colour_choice choice);

/// The width of the terminal; 0 if it is not one.
[[nodiscard]] unsigned terminal_columns(int number);

}  // namespace preflight::cli
