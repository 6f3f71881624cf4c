#include "config/policies.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// What the configuration and then the command line say about the rules of a list.
template <class Rules>
void apply(const configuration& config, const policy_options& options, const Rules& rules, severities& levels) {
  for (const auto& [rule_id, value] : config.rules) {
    levels.set(rules, rule_id, value);
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

policies::policies(policy_options options) : options_{std::move(options)} {
  if (!options_.select.empty() && std::ranges::all_of(options_.select, [&](std::string_view rule) {
        return std::ranges::find(options_.ignore, rule) != options_.ignore.end();
      })) {
    throw fatal_error{"--ignore removes every rule in --select; no rule is left"};
  }
  if (!options_.configuration.empty()) {
    options_.discover = false;
    default_policy_ = &load_policy(options_.configuration);
  } else if (!options_.discover) {
    default_policy_ = &default_policy();
  }
}

const policy& policies::for_folder(std::string_view folder) {
  if (!options_.discover) {
    return *default_policy_;
  }
  if (last_ != nullptr && folder == last_folder_) {
    return *last_;
  }
  last_folder_ = folder;
  const auto [named, is_new] = policies_by_name_.try_emplace(std::string{folder}, nullptr);
  if (!is_new) {
    last_ = named->second;
    return *last_;
  }
  const policy* match = nullptr;
  std::vector<std::string> unseen;
  for (std::string place = absolute_path(folder); match == nullptr && !place.empty(); place = parent_folder(place)) {
    if (const auto known = policies_by_path_.find(place); known != policies_by_path_.end()) {
      match = known->second;
      break;
    }
    unseen.push_back(place);
    if (const std::string file = configuration_file_in(place); !file.empty()) {
      match = &load_policy(file);
    }
  }
  if (match == nullptr) {
    match = &default_policy();
  }
  for (std::string& place : unseen) {
    policies_by_path_.emplace(std::move(place), match);
  }
  named->second = match;
  last_ = match;
  return *match;
}

const policy& policies::for_configured_folder(std::string_view folder) {
  const auto [named, is_new] = policies_by_name_.try_emplace(std::string{folder}, nullptr);
  if (is_new) {
    named->second = &load_policy(fmt::format("{}/{}", folder, configuration_name));
  }
  return *named->second;
}

/// A sum, because the folders are kept in no order.
std::uint64_t policies::fingerprint() const {
  if (!options_.discover) {
    return default_policy_->configuration_hash.value();
  }
  std::uint64_t sum = 0;
  for (const auto& [folder, policy] : policies_by_name_) {
    sum += (text_hash{policy->configuration_hash} << text_hash::end << folder).value();
  }
  return sum;
}

void policies::on_configuration_read(std::function<void(const std::string& file)> callback) {
  on_read_ = std::move(callback);
  for (const configuration& config : configurations_) {
    if (!config.file.empty()) {
      on_read_(config.file);
    }
  }
}

const policy& policies::load_policy(const std::string& path) {
  if (on_read_) {
    on_read_(path);
  }
  configurations_.push_back(load_configuration(path));
  return policies_.emplace_back(make_policy(configurations_.back()));
}

const policy& policies::default_policy() {
  if (default_policy_ == nullptr) {
    configurations_.emplace_back();
    default_policy_ = &policies_.emplace_back(make_policy(configurations_.back()));
  }
  return *default_policy_;
}

policy policies::make_policy(const configuration& config) const {
  policy result;
  result.configuration_hash = config.hash;
  const std::string& name = !options_.destination.empty() ? options_.destination : config.default_name;
  result.destination = name.empty() ? all_destinations.front() : config.find_destination(name);
  if (result.destination == nullptr) {
    throw fatal_error{fmt::format("--for: unknown destination '{}'{}{}", name,
                                  config.file.empty() ? "" : fmt::format(" in {}", config.file),
                                  suggestion(name, config.destination_names()))};
  }
  apply(config, options_, engine::all_rules, result.file_rules);
  apply(config, options_, upload::all_request_rules, result.request_rules);
  return result;
}

}  // namespace preflight::cli
