#include "config/configuration_template.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/destinations/limit_table.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/rule.hpp>

#include "config/configuration_keys.hpp"

namespace preflight::cli {
namespace {

/// What is written for a key, after a comment sign, so that taking the sign away gives a valid line.
std::string_view example_of(std::string_view key) {
  using example = std::pair<std::string_view, std::string_view>;
  constexpr std::array examples{example{"destination", "destination = \"zoom-background\""},
                                example{"exclude", "exclude = [\"drafts/\", \"*.tmp.png\"]"},
                                example{"depth", "depth = \"structure\""},
                                example{"jobs", "jobs = 4"},
                                example{"output", "output = \"text\""},
                                example{"root", "root = true"}};
  for (const auto& [name, text] : examples) {
    if (name == key) {
      return text;
    }
  }
  return {};
}

}  // namespace

std::string configuration_template() {
  std::string out = fmt::format(
      "#:schema ./{}\n# Configuration of media-preflight for this folder and those below it.\n", schema_name);
  for (const configuration_key& key : configuration_keys) {
    if (const std::string_view line = example_of(key.name); !line.empty()) {
      out += fmt::format("\n# {}\n# {}\n", key.help, line);
    }
  }
  out += "\n# Severity of a rule: off, note, warning or error. All rules: media-preflight explain\n[rules]\n";
  for (const auto* rule : engine::all_rules) {
    if (!rule->is_fixed) {
      out += fmt::format("# {} = \"{}\"\n", rule->id, name_of(rule->severity));
    }
  }
  out += R"(
# Other settings for some paths; if several entries match a file, the last one wins.
# [[overrides]]
# paths = ["portraits/"]
# destination = "zoom-picture"
# rules = { not-square = "error" }

# A destination of your own. Limits left out are inherited from the destination it extends.
# [destinations.town-hall]
# extends = "zoom-background"
# title = "the town hall stage"
# max-bytes = 5000000
)";
  return out;
}

}  // namespace preflight::cli
