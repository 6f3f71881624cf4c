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
void apply(const configuration& from, const policy_options& options, const Rules& rules, severities& made) {
  for (const auto& [rule_id, value] : from.rules) {
    made.set(rules, rule_id, value);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const rule_info& rule = *rules[i];
    if (!options.select.empty()) {
      const bool is_selected = std::ranges::find(options.select, rule.id) != options.select.end();
      if (!is_selected) {
        made.set(rules, rule.id, severity::off);
      } else if (made.at(i, rule) == severity::off) {
        made.set(rules, rule.id, rule.severity);
      }
    }
    if (std::ranges::find(options.ignore, rule.id) != options.ignore.end()) {
      made.set(rules, rule.id, severity::off);
    }
    if (options.warnings_as_errors && made.at(i, rule) == severity::warning) {
      made.set(rules, rule.id, severity::error);
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
    usual_ = &of_configuration(options_.configuration);
  } else if (!options_.discover) {
    usual_ = &usual();
  }
}

const policy& policies::for_folder(std::string_view folder) {
  if (!options_.discover) {
    return *usual_;
  }
  if (last_ != nullptr && folder == last_folder_) {
    return *last_;
  }
  last_folder_ = folder;
  const auto [named, is_new] = of_named_folder_.try_emplace(std::string{folder}, nullptr);
  if (!is_new) {
    last_ = named->second;
    return *last_;
  }
  const policy* found = nullptr;
  std::vector<std::string> unseen;
  for (std::string place = absolute_path(folder); found == nullptr && !place.empty(); place = parent_folder(place)) {
    if (const auto known = of_absolute_folder_.find(place); known != of_absolute_folder_.end()) {
      found = known->second;
      break;
    }
    unseen.push_back(place);
    if (const std::string file = configuration_file_in(place); !file.empty()) {
      found = &of_configuration(file);
    }
  }
  if (found == nullptr) {
    found = &usual();
  }
  for (std::string& place : unseen) {
    of_absolute_folder_.emplace(std::move(place), found);
  }
  named->second = found;
  last_ = found;
  return *found;
}

const policy& policies::for_configured_folder(std::string_view folder) {
  const auto [named, is_new] = of_named_folder_.try_emplace(std::string{folder}, nullptr);
  if (is_new) {
    named->second = &of_configuration(fmt::format("{}/{}", folder, configuration_name));
  }
  return *named->second;
}

/// A sum, because the folders are kept in no order.
std::uint64_t policies::fingerprint() const {
  if (!options_.discover) {
    return usual_->of_text.value();
  }
  std::uint64_t sum = 0;
  for (const auto& [folder, counting] : of_named_folder_) {
    sum += (text_hash{counting->of_text} << text_hash::end << folder).value();
  }
  return sum;
}

void policies::on_configuration_read(std::function<void(const std::string& file)> tell) {
  tell_ = std::move(tell);
  for (const configuration& each : configurations_) {
    if (!each.file.empty()) {
      tell_(each.file);
    }
  }
}

const policy& policies::of_configuration(const std::string& path) {
  if (tell_) {
    tell_(path);
  }
  configurations_.push_back(load_configuration(path));
  return policies_.emplace_back(made_from(configurations_.back()));
}

const policy& policies::usual() {
  if (usual_ == nullptr) {
    configurations_.emplace_back();
    usual_ = &policies_.emplace_back(made_from(configurations_.back()));
  }
  return *usual_;
}

policy policies::made_from(const configuration& from) const {
  policy made;
  made.of_text = from.of_text;
  const std::string& name = !options_.destination.empty() ? options_.destination : from.default_name;
  made.where = name.empty() ? all_destinations.front() : from.find_destination(name);
  if (made.where == nullptr) {
    throw fatal_error{fmt::format("--for: unknown destination '{}'{}{}", name,
                                  from.file.empty() ? "" : fmt::format(" in {}", from.file),
                                  suggestion(name, from.destination_names()))};
  }
  apply(from, options_, engine::all_rules, made.how);
  apply(from, options_, upload::all_request_rules, made.request_rules);
  return made;
}

}  // namespace preflight::cli
