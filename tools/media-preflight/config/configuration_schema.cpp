#include "config/configuration_schema.hpp"

#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include <preflight/destinations/all.hpp>
#include <preflight/destinations/limit_table.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "config/configuration.hpp"
#include "config/configuration_keys.hpp"

namespace preflight::cli {
namespace {

using ordered_json = nlohmann::ordered_json;

ordered_json table_of(ordered_json properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

ordered_json list_of(ordered_json items) { return {{"type", "array"}, {"items", std::move(items)}, {"minItems", 1}}; }

ordered_json text_schema() { return {{"type", "string"}, {"minLength", 1}}; }

ordered_json whole_number(std::uint64_t max) { return {{"type", "integer"}, {"minimum", 1}, {"maximum", max}}; }

template <class Names>
ordered_json one_of(const Names& names) {
  ordered_json values = ordered_json::array();
  for (const auto& name : names) {
    values.push_back(std::string{name});
  }
  return {{"enum", std::move(values)}};
}

/// Two numbers, as a string or as an array, or false for no limit.
ordered_json pair_or_none(char separator) {
  constexpr std::uint64_t max = 1'000'000;
  const std::string pattern = std::string{"^0*[1-9][0-9]*"} + separator + "0*[1-9][0-9]*$";
  ordered_json numbers = list_of(whole_number(max));
  numbers["minItems"] = 2;
  numbers["maxItems"] = 2;
  return {{"anyOf", {{{"type", "string"}, {"pattern", pattern}}, numbers, {{"const", false}}}}};
}

ordered_json schema_of(const limit<format_set>&) {
  std::vector<std::string_view> names;
  for (const format_info& entry : formats) {
    if (entry.kind != kind::other) {
      names.push_back(entry.name);
    }
  }
  return list_of(one_of(names));
}
ordered_json schema_of(const limit<std::uint64_t>&) { return {{"type", "integer"}, {"minimum", 1}}; }
ordered_json schema_of(const std::optional<limit<extent>>&) { return pair_or_none('x'); }
ordered_json schema_of(const std::optional<limit<ratio>>&) { return pair_or_none(':'); }
ordered_json schema_of(const std::optional<limit<std::uint32_t>>&) {
  return {{"anyOf", {whole_number(std::numeric_limits<std::uint32_t>::max()), {{"const", false}}}}};
}
ordered_json schema_of(const std::optional<citation>&) { return {{"type", "boolean"}}; }

/// Descriptions are read in editors, not in Markdown.
std::string without_backticks(std::string_view text) {
  std::string out{text};
  std::erase(out, '`');
  return out;
}

ordered_json destination_schema() {
  ordered_json properties;
  properties["extends"] = text_schema();
  properties["extends"]["description"] = "name of the destination whose limits are inherited";
  properties["title"] = text_schema();
  properties["title"]["description"] = "what messages call the destination";
  properties["service"] = text_schema();
  properties["service"]["description"] = "who runs the destination, such as Zoom";
  for (const limit_entry& entry : limit_table) {
    ordered_json limit = std::visit([](auto member) { return schema_of(destination{}.*member); }, entry.member);
    limit["description"] = without_backticks(entry.meaning);
    properties[std::string{entry.key}] = std::move(limit);
  }
  return table_of(std::move(properties));
}

ordered_json rules_schema() {
  ordered_json properties;
  for (const rule_info* rule : upload::every_rule()) {
    ordered_json level =
        rule->is_fixed ? ordered_json{{"const", std::string{name_of(rule->severity)}}} : one_of(severity_names);
    level["description"] = std::string{rule->summary};
    properties[std::string{rule->id}] = std::move(level);
  }
  return table_of(std::move(properties));
}

ordered_json overrides_schema() {
  ordered_json properties{
      {"paths", list_of(text_schema())}, {"destination", text_schema()}, {"rules", {{"$ref", "#/$defs/rules"}}}};
  for (const configuration_key& key : override_keys) {
    properties[std::string{key.name}]["description"] = std::string{key.help};
  }
  ordered_json table = table_of(std::move(properties));
  table["required"] = {"paths"};
  table["anyOf"] = {{{"required", {"destination"}}}, {{"required", {"rules"}}}};
  return {{"type", "array"}, {"items", std::move(table)}};
}

ordered_json destinations_schema() {
  std::vector<std::string_view> built_in;
  for (const destination* known : all_destinations) {
    built_in.push_back(known->name);
  }
  return {{"type", "object"},
          {"propertyNames", {{"minLength", 1}, {"not", one_of(built_in)}}},
          {"additionalProperties", destination_schema()}};
}

ordered_json output_schema() {
  std::vector<std::string_view> names;
  for (const writer* form : engine::all_writers) {
    names.push_back(form->name);
  }
  return one_of(names);
}

}  // namespace

std::string configuration_schema() {
  ordered_json properties{{"destination", text_schema()},
                          {"exclude", list_of(text_schema())},
                          {"depth", one_of(depth_names)},
                          {"jobs", whole_number(max_jobs)},
                          {"output", output_schema()},
                          {"root", {{"type", "boolean"}}},
                          {"rules", {{"$ref", "#/$defs/rules"}}},
                          {"overrides", overrides_schema()},
                          {"destinations", destinations_schema()}};
  for (const configuration_key& key : configuration_keys) {
    properties[std::string{key.name}]["description"] = std::string{key.help};
  }
  ordered_json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "media-preflight.toml"},
                      {"description", "Configuration of media-preflight"}};
  schema.update(table_of(std::move(properties)));
  schema["$defs"] = {{"rules", rules_schema()}};
  return schema.dump(2) + '\n';
}

}  // namespace preflight::cli
