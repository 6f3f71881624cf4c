#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "config/bare_letters.hpp"
#include "config/configuration.hpp"
#include "config/destination_table.hpp"
#include "config/toml.hpp"
#include "nearest.hpp"
#include "rule_names.hpp"

namespace preflight::cli {
namespace {

class reader {
 public:
  explicit reader(configuration& into) : into_{into} {}

  void read(const toml::table& top) {
    constexpr std::array<std::string_view, 3> keys{"destination", "rules", "destinations"};
    for (auto&& [key, value] : top) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
        refuse(key.source(), fmt::format("there is no key '{}' here{}", key.str(), suggestion(key.str(), keys)));
      }
    }
    if (const toml::node* const rules = top.get("rules")) {
      read_rules(table_in(*rules, "rules"));
    }
    if (const toml::node* const destinations = top.get("destinations")) {
      read_destinations(table_in(*destinations, "destinations"));
    }
    if (const toml::node* const chosen = top.get("destination")) {
      into_.default_name = text_in(*chosen, "'destination' must be the name of a destination");
      must_exist(into_.default_name, chosen->source());
    }
  }

 private:
  [[noreturn]] void refuse(const toml::source_region& at, std::string_view what) const {
    cli::refuse(into_.file, at, what);
  }

  const toml::table& table_in(const toml::node& node, std::string_view name) const {
    const toml::table* const table = node.as_table();
    if (table == nullptr) {
      refuse(node.source(), fmt::format("'{}' must be a table, written [{}]", name, name));
    }
    return *table;
  }

  const std::string& text_in(const toml::node& node, std::string_view wanted) const {
    const auto* const text = node.as_string();
    if (text == nullptr) {
      refuse(node.source(), wanted);
    }
    return text->get();
  }

  void must_exist(std::string_view name, const toml::source_region& at) const {
    if (into_.destination_called(name) == nullptr) {
      refuse(at, fmt::format("there is no destination '{}'{}", name, suggestion(name, into_.destination_names())));
    }
  }

  void read_rules(const toml::table& rules) {
    for (auto&& [key, value] : rules) {
      const rule* const named = rule_named(key.str());
      if (named == nullptr) {
        refuse(key.source(), fmt::format("there is no rule '{}'{}", key.str(), suggestion(key.str(), rule_names())));
      }
      const std::string& word =
          text_in(value, fmt::format("'{}' must be \"off\", \"note\", \"warning\" or \"error\"", key.str()));
      const auto to = std::find(severity_names.begin(), severity_names.end(), word);
      if (to == severity_names.end()) {
        refuse(value.source(), fmt::format("there is no severity '{}'{}", word, suggestion(word, severity_names)));
      }
      into_.rules.emplace_back(named->id, static_cast<severity>(to - severity_names.begin()));
    }
  }

  /// Names first, so that the order of the tables does not matter to what extends what.
  void read_destinations(const toml::table& tables) {
    for (auto&& [key, value] : tables) {
      if (key.str().empty()) {
        refuse(key.source(), "a destination needs a name");
      }
      if (destination_named(key.str()) != nullptr) {
        refuse(key.source(),
               fmt::format("'{}' is built in; give yours another name, with extends = \"{}\"", key.str(), key.str()));
      }
      static_cast<void>(table_in(value, fmt::format("destinations.{}", key.str())));
      destination named;
      named.name = into_.texts.emplace_back(key.str());
      into_.destinations.push_back(named);
    }
    for (destination& each : into_.destinations) {
      build(each, tables);
    }
  }

  void build(destination& each, const toml::table& tables) {
    const std::string_view name = each.name;
    std::vector<const toml::table*> layers;  // from the destination itself to the one that extends none of the file's
    destination built;
    for (std::optional<std::string_view> next = name; next;) {
      const toml::node* const node = tables.get(*next);
      if (node == nullptr) {
        built = *destination_named(*next);
        break;
      }
      const toml::table& layer = *node->as_table();
      if (std::find(layers.begin(), layers.end(), &layer) != layers.end()) {
        refuse(layer.source(), fmt::format("destination '{}' extends itself", name));
      }
      layers.push_back(&layer);
      next.reset();
      if (const toml::node* const extended = layer.get("extends")) {
        next = text_in(*extended, "'extends' must be the name of a destination");
        must_exist(*next, extended->source());
      }
    }
    built.title = built.title.empty() ? name : built.title;
    built.service = built.service.empty() ? name : built.service;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
      apply_destination_table(**layer, built, into_);
    }
    built.name = name;
    each = built;
  }

  configuration& into_;
};

/// Counted as toml++ does: from 1, the column in bytes.
toml::source_region place_in(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;
  toml::source_region place;
  place.begin.line = static_cast<toml::source_index>(std::ranges::count(before, '\n') + 1);
  place.begin.column = static_cast<toml::source_index>(at - line_start + 1);
  return place;
}

}  // namespace

configuration read_configuration(std::string_view text, std::string file) {
  configuration made;
  made.file = std::move(file);
  if (const std::optional<std::size_t> at = bare_letter_above_ascii(text)) {
    refuse(made.file, place_in(text, *at), "a letter above ASCII stands where TOML has none; put the name in quotes");
  }
  try {
    reader{made}.read(toml::parse(text));
  } catch (const toml::parse_error& error) {
    refuse(made.file, error.source(), error.description());
  }
  return made;
}

}  // namespace preflight::cli
