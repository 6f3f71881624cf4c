#include "commands/reference_output.hpp"

#include <algorithm>
#include <span>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "options/option_group.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {

void add_reference_output(command_line& command, reference_output& output, bool with_markdown) {
  const std::span known = std::span{reference_format_names}.first(with_markdown ? 3 : 2);
  const auto parse = [known](const std::string& text) {
    const auto name = std::ranges::find(known, text);
    if (name == known.end()) {
      throw fatal_error{fmt::format("--output: unknown format '{}'{}", text, suggestion(text, known))};
    }
    return static_cast<reference_format>(name - known.begin());
  };
  option_group{command, "Options"}
      .parsed("--output,-o", "FORMAT", output.format, parse,
              fmt::format("Output format ({}; default: text).", fmt::join(known, ", ")))
      .choices.assign(known.begin(), known.end());
}

reference_output resolve(const reference_output& options, const standard_streams& streams) {
  constexpr std::size_t widest = 100;
  return {options.format, std::min<std::size_t>(terminal_columns(streams.output), widest),
          use_colour(streams.output, streams.colour)};
}

}  // namespace preflight::cli
