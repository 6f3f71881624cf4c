#include "commands/reference_output.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {

void add_reference_output(CLI::App& app, reference_output& output) {
  output.format = "text";
  app.add_option("--output,-o", output.format, "Output format: text (default) or json.")->type_name("FORMAT");
}

reference_output resolve(const reference_output& options, const standard_streams& streams) {
  constexpr std::array<std::string_view, 2> known{"text", "json"};
  constexpr std::size_t widest = 100;
  if (std::find(known.begin(), known.end(), options.format) == known.end()) {
    throw fatal_error{
        fmt::format("--output: unknown format '{}'{}", options.format, suggestion(options.format, known))};
  }
  return {options.format, std::min<std::size_t>(terminal_columns(streams.output), widest), use_colour(streams.output)};
}

}  // namespace preflight::cli
