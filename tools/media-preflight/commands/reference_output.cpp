#include "commands/reference_output.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {

void add_reference_output(CLI::App& to, reference_output& into) {
  into.format = "text";
  to.add_option("--output,-o", into.format, "Output format: text (default) or json.")->type_name("FORMAT");
}

reference_output resolved(const reference_output& typed, const standard_streams& around) {
  constexpr std::array<std::string_view, 2> known{"text", "json"};
  constexpr std::size_t widest = 100;
  if (std::find(known.begin(), known.end(), typed.format) == known.end()) {
    throw fatal_error{fmt::format("--output: unknown format '{}'{}", typed.format, suggestion(typed.format, known))};
  }
  return {typed.format, std::min<std::size_t>(terminal_columns(around.output), widest), use_colour(around.output)};
}

}  // namespace preflight::cli
