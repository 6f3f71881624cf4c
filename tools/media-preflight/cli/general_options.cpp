#include "cli/general_options.hpp"

#include <array>
#include <string_view>

#include "options/option_group.hpp"

namespace preflight::cli {
namespace {

constexpr std::array<std::string_view, 3> colour_names{"auto", "always", "never"};

}  // namespace

void add_general_options(command_line& command, standard_streams& streams) {
  option_group general{command, "General"};
  const auto parse = [](const std::string& text) { return parse_choice<colour_choice>("--color", text, colour_names); };
  general.parsed("--color", "WHEN", streams.colour, parse, "Colour: auto (on a terminal; default), always or never.")
      .choices.assign(colour_names.begin(), colour_names.end());
  general.flag("--verbose,-v", streams.is_verbose,
               "Print more on standard error: configurations used, files skipped, time taken.");
  for (const auto& [name, letter, help] : {std::tuple{"--help", 'h', "Show help for the program or a command."},
                                           {"--version", 'V', "Show the version."}}) {
    option& added = command.options.emplace_back();
    added.name = name;
    added.letter = letter;
    added.help = help;
    added.heading = "General";
  }
}

}  // namespace preflight::cli
