#include "commands/show_settings.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <preflight/engine/engine.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>

#include "cli/fatal_error.hpp"
#include "commands/command.hpp"
#include "config/effective_settings.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"
#include "scan/describe_run.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

using ordered_json = nlohmann::ordered_json;

/// Of the whole run.
struct run_settings {
  sourced depth;
  sourced jobs;
  std::vector<sourced> outputs;
};

template <class Setting>
std::string source_of(const configuration* config, Setting configuration::*member, bool is_given,
                      std::string_view option) {
  const configuration* const place = is_given ? nullptr : nearest(config, member);
  return place != nullptr ? (place->*member)->place : std::string{is_given ? option : default_source};
}

run_settings settings_of_run(const scan_options& given, const configuration* config) {
  const scan_options options = with_configuration(given, config);
  run_settings out;
  out.depth = {std::string{name_of(options.depth)},
               source_of(config, &configuration::depth, !given.depth_is_usual, "--depth")};
  out.jobs = {std::to_string(options.jobs), source_of(config, &configuration::jobs, !given.jobs_are_usual, "--jobs")};
  const std::string source = source_of(config, &configuration::output, !given.outputs.empty(), "--output");
  for (const output_target& target : options.outputs) {
    out.outputs.push_back(
        {fmt::format("{}{}{}", target.form->name, target.file.empty() ? "" : ":", target.file), source});
  }
  if (out.outputs.empty()) {
    out.outputs.push_back({std::string{engine::all_writers.front()->name}, source});
  }
  return out;
}

struct path_settings {
  std::string path;
  effective_settings settings;
};

/// Files as people know them, and what the command line leaves out in front.
path_settings settings_of_path(const std::string& path, const scan_options& options, policies& known) {
  const std::string here = absolute_path("");
  struct stat status {};
  const bool is_folder = ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  path_settings out{path, settings_of(path == "." ? "" : path, is_folder, options.policy, known)};
  effective_settings& settings = out.settings;
  if (!options.folders.with_configured_exclusions) {
    settings.exclude.clear();
  }
  for (auto pattern = options.folders.exclude.rbegin(); pattern != options.folders.exclude.rend(); ++pattern) {
    settings.exclude.insert(settings.exclude.begin(), {*pattern, "--exclude"});
  }
  const auto shorten = [&here](std::string& text) { text = std::string{shown_file(text, here)}; };
  std::ranges::for_each(settings.configurations, shorten);
  shorten(settings.destination.place);
  for (sourced& pattern : settings.exclude) {
    shorten(pattern.place);
  }
  for (effective_rule& rule : settings.rules) {
    shorten(rule.severity.place);
  }
  return out;
}

void append_setting(std::string& out, std::string_view name, const sourced& setting) {
  constexpr std::size_t setting_column = 18;
  constexpr std::size_t source_column = 44;
  out += fmt::format("  {}", name);
  std::size_t at = append_column(out, 2 + name.size(), setting_column);
  const std::string value = escaped(setting.value);
  out += value;
  at = append_column(out, at + display_width(value), source_column);
  out += fmt::format("({})\n", escaped(setting.place));
}

std::string settings_text(const path_settings& entry, const run_settings& run, bool colour) {
  std::string out;
  ansi_style{colour}(out, style::strong, escaped(entry.path));
  out += '\n';
  append_setting(out, "destination", entry.settings.destination);
  append_setting(out, "depth", run.depth);
  append_setting(out, "jobs", run.jobs);
  for (const sourced& output : run.outputs) {
    append_setting(out, "output", output);
  }
  for (const sourced& pattern : entry.settings.exclude) {
    append_setting(out, "exclude", pattern);
  }
  for (const effective_rule& rule : entry.settings.rules) {
    if (rule.severity.place != default_source) {
      append_setting(out, "rule", {fmt::format("{} = {}", rule.id, rule.severity.value), rule.severity.place});
    }
  }
  for (const std::string& file : entry.settings.configurations) {
    out += fmt::format("  configuration   {}\n", escaped(file));
  }
  return out;
}

std::string settings_text(std::span<const path_settings> entries, const run_settings& run, bool colour) {
  std::string out;
  for (const path_settings& entry : entries) {
    out += out.empty() ? "" : "\n";
    out += settings_text(entry, run, colour);
  }
  return out;
}

constexpr auto json_errors = ordered_json::error_handler_t::replace;

ordered_json json_of(const sourced& setting) { return {{"value", setting.value}, {"source", setting.place}}; }

ordered_json json_of(const std::vector<sourced>& settings) {
  ordered_json list = ordered_json::array();
  for (const sourced& setting : settings) {
    list.push_back(json_of(setting));
  }
  return list;
}

ordered_json json_of(const path_settings& entry, const run_settings& run) {
  ordered_json rules;
  for (const effective_rule& rule : entry.settings.rules) {
    rules[std::string{rule.id}] = json_of(rule.severity);
  }
  return {{"path", entry.path},
          {"configurations", entry.settings.configurations},
          {"destination", json_of(entry.settings.destination)},
          {"depth", json_of(run.depth)},
          {"jobs", json_of(run.jobs)},
          {"output", json_of(run.outputs)},
          {"exclude", json_of(entry.settings.exclude)},
          {"rules", std::move(rules)}};
}

bool is_json(const outputs::output& output) { return output.form == engine::writer_named("json"); }

/// Settings are neither findings nor files, so few forms have a place for them.
void require_known_forms(const scan_options& options) {
  for (const output_target& target : options.outputs) {
    if (target.form != engine::writer_named("text") && target.form != engine::writer_named("json")) {
      throw fatal_error{fmt::format("--show-settings can be written as text or json, not as {}", target.form->name)};
    }
  }
}

}  // namespace

int show_settings(const scan_options& options, const standard_streams& streams) {
  require_known_forms(options);
  progress line{streams.error, false};
  outputs outputs{options.outputs, options.look, streams, line};
  policies known{options.policy};
  known.on_configuration_read(
      [&outputs](const std::string& file) { outputs.reject_read_file(file, "the configuration"); });
  run_settings run = settings_of_run(options, known.configuration_in(first_folder(options)));
  const std::string here = absolute_path("");
  for (sourced* setting : {&run.depth, &run.jobs, &run.outputs.front()}) {
    setting->place = std::string{shown_file(setting->place, here)};
  }
  ordered_json list = ordered_json::array();
  std::vector<path_settings> entries;
  for (const std::string& path : options.paths.empty() ? std::vector<std::string>{"."} : options.paths) {
    outputs.reject_read_file(path);
    entries.push_back(settings_of_path(path == standard_input ? options.stdin_name : path, options, known));
    list.push_back(json_of(entries.back(), run));
  }
  // Paths and patterns may be any bytes.
  const std::string json = ordered_json{{"paths", std::move(list)}}.dump(2, ' ', false, json_errors) + '\n';
  std::vector<std::string> texts;
  for (const outputs::output& output : outputs.all()) {
    texts.push_back(is_json(output) ? json : settings_text(entries, run, output.look.colour));
  }
  outputs.begin_items(texts);
  outputs.end_items(std::vector<std::string>(texts.size()));
  return status_good;
}

}  // namespace preflight::cli
