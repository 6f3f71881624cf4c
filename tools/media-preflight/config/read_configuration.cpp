#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/engine/engine.hpp>

#include "cli/did_you_mean.hpp"
#include "config/build_destinations.hpp"
#include "config/configuration.hpp"
#include "config/configuration_keys.hpp"
#include "config/key_reader.hpp"
#include "config/parse_toml.hpp"
#include "options/rule_names.hpp"

namespace preflight::cli {
namespace {

class reader : key_reader {
 public:
  explicit reader(configuration& config) : key_reader{config.file}, config_{config} {}

  void read(const toml::table& top) {
    require_known_keys(top, names_of(configuration_keys), "");
    static_cast<void>(is_root(top));
    if (const toml::node* const destinations = top.get("destinations")) {
      build_destinations(table_in(*destinations, "destinations"), config_);
    }
    config_.default_name = destination_in(top);
    config_.rules = rules_in(top);
    if (const toml::node* const list = top.get("exclude")) {
      config_.excluded = {texts_in(*list, "'exclude' must be a list of patterns, such as [\"drafts/\", \"*.tmp.png\"]"),
                          place(list->source())};
      config_.exclude = ignore_rules{config_.excluded.value};
    }
    if (const toml::node* const list = top.get("overrides")) {
      read_overrides(*list);
    }
    read_run_settings(top);
  }

  /// Whether no configuration further out counts.
  [[nodiscard]] bool is_root(const toml::table& top) const {
    const toml::node* const value = top.get("root");
    if (value != nullptr && !value->is_boolean()) {
      refuse(value->source(), "'root' must be true or false");
    }
    return value != nullptr && value->as_boolean()->get();
  }

 private:
  void require_known_keys(const toml::table& table, const std::vector<std::string_view>& known,
                          std::string_view place) const {
    for (auto&& [key, value] : table) {
      if (std::ranges::find(known, key.str()) == known.end()) {
        refuse(key.source(), fmt::format("unknown key '{}'{}{}", key.str(), place, suggestion(key.str(), known)));
      }
    }
  }

  [[nodiscard]] placed<std::string> destination_in(const toml::table& table) const {
    const toml::node* const chosen = table.get("destination");
    if (chosen == nullptr) {
      return {};
    }
    const std::string& name =
        text_in(*chosen, chosen->is_table()
                             ? "'destination' must be the name of a destination; define one in [destinations.NAME]"
                             : "'destination' must be the name of a destination");
    require_destination(config_, name, chosen->source());
    return {name, place(chosen->source())};
  }

  [[nodiscard]] std::vector<rule_level> rules_in(const toml::table& table) const {
    std::vector<rule_level> levels;
    const toml::node* const rules = table.get("rules");
    if (rules == nullptr) {
      return levels;
    }
    for (auto&& [key, value] : table_in(*rules, "rules")) {
      const rule_info* const rule = upload::any_rule_named(key.str());
      if (rule == nullptr) {
        refuse(key.source(), fmt::format("unknown rule '{}'{}", key.str(), suggestion(key.str(), rule_names())));
      }
      const std::string& word =
          text_in(value, fmt::format("'{}' must be \"off\", \"note\", \"warning\" or \"error\"", key.str()));
      const auto match = std::find(severity_names.begin(), severity_names.end(), word);
      if (match == severity_names.end()) {
        refuse(value.source(), fmt::format("unknown severity '{}'{}", word, suggestion(word, severity_names)));
      }
      const auto level = static_cast<severity>(match - severity_names.begin());
      if (rule->is_fixed && level != rule->severity) {
        refuse(value.source(), fixed_rule_error(*rule));
      }
      levels.push_back({rule->id, level, place(key.source())});
    }
    return levels;
  }

  void read_overrides(const toml::node& node) {
    constexpr std::size_t max = 1000;
    constexpr std::string_view expectation = "'overrides' must be tables, each written [[overrides]]";
    const toml::array* const list = node.as_array();
    if (list == nullptr || list->size() > max) {
      refuse(node.source(), list == nullptr ? std::string{expectation}
                                            : fmt::format("{} overrides; at most {} are allowed", list->size(), max));
    }
    for (const toml::node& element : *list) {
      const toml::table* const table = element.as_table();
      if (table == nullptr) {
        refuse(element.source(), expectation);
      }
      require_known_keys(*table, names_of(override_keys), " in [[overrides]]");
      const toml::node* const paths = table->get("paths");
      if (paths == nullptr) {
        refuse(table->source(), "[[overrides]] needs 'paths', such as paths = [\"portraits/\"]");
      }
      path_override& added = config_.overrides.emplace_back();
      added.patterns = texts_in(*paths, "'paths' must be a list of patterns, such as [\"portraits/\", \"*.gif\"]");
      added.paths = ignore_rules{added.patterns};
      added.destination = destination_in(*table);
      added.rules = rules_in(*table);
      if (added.destination.value.empty() && added.rules.empty()) {
        refuse(table->source(), "[[overrides]] changes nothing: set 'destination' or rules in [overrides.rules]");
      }
    }
  }

  void read_run_settings(const toml::table& top) {
    if (const toml::node* const value = top.get("depth")) {
      const std::string& name = text_in(*value, "'depth' must be \"header\", \"structure\" or \"decode\"");
      const auto match = std::ranges::find(depth_names, name);
      if (match == depth_names.end()) {
        refuse(value->source(), fmt::format("unknown depth '{}'{}", name, suggestion(name, depth_names)));
      }
      config_.depth = {static_cast<check_depth>(match - depth_names.begin()), place(value->source())};
    }
    if (const toml::node* const value = top.get("jobs")) {
      const auto* const number = value->as_integer();
      if (number == nullptr || number->get() < 1 || number->get() > std::int64_t{max_jobs}) {
        refuse(value->source(), fmt::format("'jobs' must be a number from 1 to {}", max_jobs));
      }
      config_.jobs = {static_cast<unsigned>(number->get()), place(value->source())};
    }
    if (const toml::node* const value = top.get("output")) {
      config_.output = {output_in(*value), place(value->source())};
    }
  }

  /// A format without a file: whoever wrote the configuration must not choose what is overwritten.
  [[nodiscard]] const writer* output_in(const toml::node& node) const {
    const std::string& name = text_in(node, "'output' must be the name of a format, such as \"concise\"");
    std::vector<std::string_view> known;
    for (const writer* form : engine::all_writers) {
      known.push_back(form->name);
    }
    if (const writer* const form = engine::writer_named(name)) {
      return form;
    }
    if (name.find(':') != std::string::npos) {
      refuse(node.source(), "'output' must be a format without a file; name files with the option --output");
    }
    refuse(node.source(), fmt::format("unknown format '{}'{}", name, suggestion(name, known)));
  }

  configuration& config_;
};

}  // namespace

configuration read_configuration(std::string_view text, std::string file, const configuration* outer) {
  configuration result;
  result.file = std::move(file);
  result.outer = outer;
  if (outer != nullptr) {
    result.hash = outer->hash;
    result.hash << text_hash::end;
  }
  result.hash << text;
  parse_toml(text, result.file, [&](const toml::table& top) { reader{result}.read(top); });
  return result;
}

bool ends_search(std::string_view text, const std::string& file) {
  configuration named;
  named.file = file;
  bool is_root = false;
  parse_toml(text, file, [&](const toml::table& top) { is_root = reader{named}.is_root(top); });
  return is_root;
}

}  // namespace preflight::cli
