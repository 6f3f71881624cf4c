#include "options/output_options.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <preflight/engine/engine.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/option_group.hpp"

namespace preflight::cli {
namespace {

constexpr const char* output_group = "Output";

using format_names = std::vector<std::string_view>;

/// Stands for a format of items that are sent; there is none of this name for files that are checked.
constexpr writer items_only{"csv", {}, nullptr, nullptr, nullptr};

const writer& parse_format(std::string_view name, const format_names& formats) {
  const bool is_of_items = name == items_only.name && std::ranges::find(formats, name) != formats.end();
  const writer* const form = is_of_items ? &items_only : engine::writer_named(name);
  if (form == nullptr) {
    throw fatal_error{fmt::format("--output: unknown format '{}'{}", name, suggestion(name, formats))};
  }
  if (std::ranges::find(formats, name) == formats.end()) {
    throw fatal_error{fmt::format("--output: this command has no format '{}'; use {}", name, fmt::join(formats, ", "))};
  }
  return *form;
}

output_target parse_output(std::string_view text, const format_names& formats) {
  const std::size_t colon = text.find(':');
  output_target target{&parse_format(text.substr(0, colon), formats), {}};
  if (colon == std::string_view::npos) {
    return target;
  }
  target.file = text.substr(colon + 1);
  if (target.file.empty()) {
    throw fatal_error{fmt::format("--output: '{}' has no file name after the colon", text)};
  }
  const std::string_view name = std::string_view{target.file}.substr(target.file.rfind('/') + 1);
  if (name == ".gitignore" || name == ".ignore") {
    throw fatal_error{fmt::format("--output: {} is an ignore file; choose another file", target.file)};
  }
  target.file = target.file == "-" ? "" : target.file;
  return target;
}

}  // namespace

void add_output_options(command_line& command, std::vector<output_target>& outputs, const format_names& formats) {
  const auto parse = [formats](const std::string& text) { return parse_output(text, formats); };
  option& added = option_group{command, output_group}.list(
      "--output,-o", "FORMAT[:FILE]", outputs, parse,
      fmt::format("Format of a report ({}) and, after a colon, its file. Repeatable (default: text).",
                  fmt::join(formats, ", ")));
  added.choices.assign(formats.begin(), formats.end());
}

std::vector<std::string_view> facts_formats() {
  format_names names;
  for (const writer* form : engine::all_writers) {
    if (form->writes_facts) {
      names.push_back(form->name);
    }
  }
  return names;
}

void add_appearance_options(command_line& command, appearance& look) {
  option_group output{command, output_group};
  output.flag("--statistics", look.with_statistics, "Add a table of how often each rule fired.");
  output.flag("--quiet,-q", look.only_failures, "Show only failures, and nothing if there are none.");
}

}  // namespace preflight::cli
