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

using json = nlohmann::ordered_json;

json table_of(json properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

json list_of(json items) { return {{"type", "array"}, {"items", std::move(items)}, {"minItems", 1}}; }

json text_schema() { return {{"type", "string"}, {"minLength", 1}}; }

json whole_number(std::uint64_t max) { return {{"type", "integer"}, {"minimum", 1}, {"maximum", max}}; }

template <class Names>
json one_of(const Names& names) {
  json values = json::array();
  for (const auto& name : names) {
    values.push_back(std::string{name});
  }
  return {{"enum", std::move(values)}};
}

/// Two numbers, as a text or as an array, or false for no limit.
json pair_or_none(char separator) {
  constexpr std::uint64_t max = 1'000'000;
  const std::string pattern = std::string{"^0*[1-9][0-9]*"} + separator + "0*[1-9][0-9]*$";
  json numbers = list_of(whole_number(max));
  numbers["minItems"] = 2;
  numbers["maxItems"] = 2;
  return {{"anyOf", {{{"type", "string"}, {"pattern", pattern}}, numbers, {{"const", false}}}}};
}

json schema_of(const limit<format_set>&) {
  std::vector<std::string_view> names;
  for (const format_info& entry : formats) {
    if (entry.kind != kind::other) {
      names.push_back(entry.name);
    }
  }
  return list_of(one_of(names));
}
json schema_of(const limit<std::uint64_t>&) { return {{"type", "integer"}, {"minimum", 1}}; }
json schema_of(const std::optional<limit<extent>>&) { return pair_or_none('x'); }
json schema_of(const std::optional<limit<ratio>>&) { return pair_or_none(':'); }
json schema_of(const std::optional<limit<std::uint32_t>>&) {
  return {{"anyOf", {whole_number(std::numeric_limits<std::uint32_t>::max()), {{"const", false}}}}};
}
json schema_of(const std::optional<citation>&) { return {{"type", "boolean"}}; }

/// Descriptions are read in editors, not in Markdown.
std::string without_backticks(std::string_view text) {
  std::string out{text};
  std::erase(out, '`');
  return out;
}

json destination_schema() {
  json properties;
  properties["extends"] = text_schema();
  properties["extends"]["description"] = "name of the destination whose limits these change";
  properties["title"] = text_schema();
  properties["title"]["description"] = "what messages call the destination";
  properties["service"] = text_schema();
  properties["service"]["description"] = "who runs it";
  for (const limit_entry& entry : limit_table) {
    json limit = std::visit([](auto member) { return schema_of(destination{}.*member); }, entry.member);
    limit["description"] = without_backticks(entry.meaning);
    properties[std::string{entry.key}] = std::move(limit);
  }
  return table_of(std::move(properties));
}

json rules_schema() {
  json properties;
  for (const rule_info* rule : upload::every_rule()) {
    json level = rule->is_fixed ? json{{"const", std::string{name_of(rule->severity)}}} : one_of(severity_names);
    level["description"] = std::string{rule->summary};
    properties[std::string{rule->id}] = std::move(level);
  }
  return table_of(std::move(properties));
}

json overrides_schema() {
  json properties{
      {"paths", list_of(text_schema())}, {"destination", text_schema()}, {"rules", {{"$ref", "#/$defs/rules"}}}};
  for (const configuration_key& key : override_keys) {
    properties[std::string{key.name}]["description"] = std::string{key.help};
  }
  json table = table_of(std::move(properties));
  table["required"] = {"paths"};
  table["anyOf"] = {{{"required", {"destination"}}}, {{"required", {"rules"}}}};
  return {{"type", "array"}, {"items", std::move(table)}};
}

json destinations_schema() {
  std::vector<std::string_view> built_in;
  for (const destination* known : all_destinations) {
    built_in.push_back(known->name);
  }
  return {{"type", "object"},
          {"propertyNames", {{"minLength", 1}, {"not", one_of(built_in)}}},
          {"additionalProperties", destination_schema()}};
}

json output_schema() {
  std::vector<std::string_view> names;
  for (const writer* form : engine::all_writers) {
    names.push_back(form->name);
  }
  return one_of(names);
}

}  // namespace

std::string configuration_schema() {
  json properties{{"destination", text_schema()},
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
  json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "media-preflight.toml"},
              {"description", "Configuration of media-preflight"}};
  schema.update(table_of(std::move(properties)));
  schema["$defs"] = {{"rules", rules_schema()}};
  return schema.dump(2) + '\n';
}

}  // namespace preflight::cli
