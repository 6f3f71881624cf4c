#include "cli/pages/definitions.hpp"

#include <nlohmann/json.hpp>

namespace preflight::cli {
namespace {

using ordered_json = nlohmann::ordered_json;

ordered_json json_of(const option& entry) {
  return {{"name", entry.name},
          {"opposite", entry.opposite},
          {"letter", entry.letter == '\0' ? std::string{} : std::string{entry.letter}},
          {"value", entry.value},
          {"help", entry.help},
          {"heading", entry.heading},
          {"choices", entry.choices},
          {"is_file", entry.kind == value_kind::file},
          {"repeats", entry.repeats},
          {"has_commas", entry.has_commas}};
}

option option_of(const ordered_json& entry) {
  option out;
  out.name = entry.at("name");
  out.opposite = entry.at("opposite");
  const std::string letter = entry.at("letter");
  out.letter = letter.empty() ? '\0' : letter.front();
  out.value = entry.at("value");
  out.help = entry.at("help");
  out.heading = entry.at("heading");
  out.choices = entry.at("choices").get<std::vector<std::string>>();
  out.kind = entry.at("is_file").get<bool>() ? value_kind::file : value_kind::text;
  out.repeats = entry.at("repeats");
  out.has_commas = entry.at("has_commas");
  return out;
}

}  // namespace

std::string write_definitions(std::span<const command_line> commands) {
  ordered_json list = ordered_json::array();
  for (const command_line& command : commands) {
    ordered_json options = ordered_json::array();
    for (const option& entry : command.options) {
      options.push_back(json_of(entry));
    }
    list.push_back({{"name", command.name},
                    {"summary", command.summary},
                    {"footer", command.footer},
                    {"options", std::move(options)}});
  }
  return list.dump() + '\n';
}

std::vector<command_line> read_definitions(std::string_view text) {
  std::vector<command_line> commands;
  for (const ordered_json& entry : ordered_json::parse(text)) {
    command_line& added = commands.emplace_back();
    added.name = entry.at("name");
    added.summary = entry.at("summary");
    added.footer = entry.at("footer");
    for (const ordered_json& each_option : entry.at("options")) {
      added.options.push_back(option_of(each_option));
    }
  }
  return commands;
}

}  // namespace preflight::cli
