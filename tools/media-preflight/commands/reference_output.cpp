#include "commands/reference_output.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/option_group.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::array<std::string_view, 2> known_formats{"text", "json"};

}  // namespace

void add_reference_output(command_line& command, reference_output& output) {
  output.format = "text";
  option_group{command, "Options"}
      .text("--output,-o", "FORMAT", output.format, "Output format: text (default) or json.")
      .choices.assign(known_formats.begin(), known_formats.end());
}

reference_output resolve(const reference_output& options, const standard_streams& streams) {
  constexpr std::size_t widest = 100;
  if (std::ranges::find(known_formats, options.format) == known_formats.end()) {
    throw fatal_error{
        fmt::format("--output: unknown format '{}'{}", options.format, suggestion(options.format, known_formats))};
  }
  return {options.format, std::min<std::size_t>(terminal_columns(streams.output), widest),
          use_colour(streams.output, streams.colour)};
}

}  // namespace preflight::cli
