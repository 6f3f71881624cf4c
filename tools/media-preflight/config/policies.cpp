#include "config/policies.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/rules/limits/file_too_large.hpp>
#include <preflight/text/errno_message.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "config/load_configuration.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// The configurations and then the command line about the rules of a list. Further in counts more, and within one
/// configuration its overrides do.
template <class Rules>
void apply(const configuration& config, const std::vector<const path_override*>& overrides,
           const policy_options& options, const Rules& rules, severities& levels) {
  const auto set_all = [&](const std::vector<rule_level>& given) {
    for (const rule_level& entry : given) {
      levels.set(rules, entry.rule, entry.level);
    }
  };
  for (const configuration* part : config.outermost_first()) {
    set_all(part->rules);
    for (const path_override& entry : part->overrides) {
      if (std::ranges::find(overrides, &entry) != overrides.end()) {
        set_all(entry.rules);
      }
    }
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const rule_info& rule = *rules[i];
    if (!options.select.empty()) {
      const bool is_selected = std::ranges::find(options.select, rule.id) != options.select.end();
      if (!is_selected) {
        levels.set(rules, rule.id, severity::off);
      } else if (levels.at(i, rule) == severity::off) {
        levels.set(rules, rule.id, rule.severity);
      }
    }
    if (std::ranges::find(options.ignore, rule.id) != options.ignore.end()) {
      levels.set(rules, rule.id, severity::off);
    }
    if (options.warnings_as_errors && levels.at(i, rule) == severity::warning) {
      levels.set(rules, rule.id, severity::error);
    }
  }
}

}  // namespace

policies::policies(policy_options options, std::shared_ptr<configuration_set> configurations)
    : options_{std::move(options)}, configurations_{std::move(configurations)} {
  if (!options_.select.empty() && std::ranges::all_of(options_.select, [&](std::string_view rule) {
        return std::ranges::find(options_.ignore, rule) != options_.ignore.end();
      })) {
    throw fatal_error{"--ignore removes every rule in --select; no rule is left"};
  }
  if (!options_.configuration.empty()) {
    options_.discover = false;
    only_ = &policy_by(configurations_->named(options_.configuration));
  } else if (!options_.discover) {
    only_ = &policies_.emplace_back(make_policy({}, {}));
  }
}

const policy& policies::for_folder(std::string_view folder) {
  if (!options_.discover) {
    return *only_;
  }
  if (last_ != nullptr && folder == last_folder_) {
    return *last_;
  }
  last_folder_ = folder;
  const auto [entry, is_new] = by_folder_.try_emplace(std::string{folder}, nullptr);
  if (is_new) {
    entry->second = &policy_by(configurations_->for_folder(folder));
  }
  last_ = entry->second;
  return *last_;
}

const policy& policies::for_configured_folder(std::string_view folder) {
  if (options_.discover && absolute_path(folder).empty()) {
    throw fatal_error{
        fmt::format("the configuration {}/{} cannot be read: {}", folder, configuration_name, errno_message(errno))};
  }
  return for_folder(folder);
}

/// A sum, because the folders are kept in no order.
std::uint64_t policies::fingerprint() const {
  if (!options_.discover) {
    return only_->source != nullptr ? only_->source->hash.value() : 0;
  }
  std::uint64_t sum = 0;
  for (const auto& [folder, policy] : by_folder_) {
    sum += (text_hash{policy->source->hash} << text_hash::end << folder).value();
  }
  return sum;
}

const policy& policies::policy_by(const configuration& config) {
  const auto [entry, is_new] = by_configuration_.try_emplace(&config, nullptr);
  if (is_new) {
    policy& made = policies_.emplace_back(make_policy(config, {}));
    made.source = &config;
    entry->second = &made;
  }
  return *entry->second;
}

std::vector<const path_override*> policies::overrides_for(const configuration& config, std::string_view path) {
  override_list out;
  for (const configuration* part : config.outermost_first()) {
    for (const path_override& entry : part->overrides) {
      if (entry.paths.cover(part->relative(path))) {
        out.push_back(&entry);
      }
    }
  }
  return out;
}

const policy& policies::overridden(const policy& usual, std::string_view path) {
  override_list overrides = overrides_for(*usual.source, absolute_file(path));
  if (overrides.empty()) {
    return usual;
  }
  const auto [entry, is_first] = by_overrides_.try_emplace({usual.source, std::move(overrides)}, nullptr);
  if (is_first) {
    policy& made = policies_.emplace_back(make_policy(*usual.source, entry->first.second));
    made.source = usual.source;
    entry->second = &made;
  }
  return *entry->second;
}

const configuration* policies::configuration_in(std::string_view folder) {
  return options_.discover ? &configurations_->for_folder(folder) : only_->source;
}

policy policies::make_policy(const configuration& config, const override_list& overrides) const {
  policy result;
  for (const configuration* part : config.outermost_first()) {
    result.has_overrides = result.has_overrides || !part->overrides.empty();
    result.has_exclusions = result.has_exclusions || !part->exclude.empty();
  }
  const std::string_view name = !options_.destination.empty() ? std::string_view{options_.destination}
                                                              : config.usual_destination(overrides).value;
  result.destination = name.empty() ? all_destinations.front() : config.find_destination(name);
  if (result.destination == nullptr) {
    throw fatal_error{fmt::format("--for: unknown destination '{}'{}{}", name,
                                  config.file.empty() ? "" : fmt::format(" in {}", config.file),
                                  suggestion(name, config.destination_names()))};
  }
  apply(config, overrides, options_, engine::all_rules, result.file_rules);
  const auto size_rule = std::ranges::find(engine::all_rules, engine::rule_named(rules::file_too_large.id));
  result.refuses_by_size = result.file_rules.at(static_cast<std::size_t>(size_rule - engine::all_rules.begin()),
                                                **size_rule) == severity::error;
  apply(config, overrides, options_, upload::all_request_rules, result.request_rules);
  return result;
}

}  // namespace preflight::cli
