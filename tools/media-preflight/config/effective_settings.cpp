#include "config/effective_settings.hpp"

#include <algorithm>

#include <preflight/engine/engine.hpp>

#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// What set the severity of a rule last, in the order in which policies set it.
std::string rule_source(const rule_info& rule, severity level, const configuration* config,
                        const std::vector<const path_override*>& overrides, const policy_options& options) {
  std::string source{default_source};
  severity given = rule.severity;
  const auto look = [&](const std::vector<rule_level>& levels) {
    for (const rule_level& entry : levels) {
      if (entry.rule == rule.id) {
        source = entry.place;
        given = entry.level;
      }
    }
  };
  for (const configuration* part :
       config != nullptr ? config->outermost_first() : std::vector<const configuration*>{}) {
    look(part->rules);
    for (const path_override& entry : part->overrides) {
      if (std::ranges::find(overrides, &entry) != overrides.end()) {
        look(entry.rules);
      }
    }
  }
  if (level == given) {
    return source;
  }
  if (level != severity::off) {
    return options.warnings_as_errors && level == severity::error ? "--warnings-as-errors" : "--select";
  }
  return std::ranges::find(options.ignore, rule.id) != options.ignore.end() ? "--ignore" : "--select";
}

}  // namespace

effective_settings settings_of(std::string_view path, bool is_folder, const policy_options& options, policies& known) {
  const std::size_t slash = is_folder ? path.size() : path.rfind('/') + 1;
  const policy& usual = known.for_folder(path.substr(0, slash));
  const policy& counting = is_folder ? usual : known.for_path(usual, path);
  const configuration* const config = usual.source;
  std::vector<const path_override*> overrides;
  if (config != nullptr && !is_folder) {
    overrides = policies::overrides_for(*config, absolute_file(path));
  }
  effective_settings out;
  for (const configuration* part = config; part != nullptr && !part->file.empty(); part = part->outer) {
    out.configurations.push_back(part->file);
    for (const std::string& pattern : part->excluded.value) {
      out.exclude.push_back({pattern, part->excluded.place});
    }
  }
  out.destination = {std::string{counting.destination->name}, std::string{default_source}};
  if (!options.destination.empty()) {
    out.destination.place = "--for";
  } else if (config != nullptr && !config->usual_destination(overrides).value.empty()) {
    out.destination.place = config->usual_destination(overrides).place;
  }
  for (std::size_t i = 0; i < engine::all_rules.size(); ++i) {
    const rule_info& rule = *engine::all_rules[i];
    const severity level = counting.file_rules.at(i, rule);
    out.rules.push_back({rule.id, {std::string{name_of(level)}, rule_source(rule, level, config, overrides, options)}});
  }
  return out;
}

}  // namespace preflight::cli
