#include "config/policies.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/rule_names.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

void require_rules(const std::vector<std::string>& names, std::string_view option) {
  for (const std::string& name : names) {
    if (rule_named(name) == nullptr) {
      throw fatal_error{fmt::format("{}: there is no rule '{}'{}", option, name, suggestion(name, rule_names()))};
    }
  }
}

void reject_fixed_rules(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (rule_named(name)->is_fixed) {
      throw fatal_error{fmt::format("--ignore: {}", fixed_rule_error(*rule_named(name)))};
    }
  }
}

}  // namespace

policies::policies(policy_options options) : options_{std::move(options)} {
  require_rules(options_.select, "--select");
  require_rules(options_.ignore, "--ignore");
  reject_fixed_rules(options_.ignore);
  if (!options_.select.empty() && std::ranges::all_of(options_.select, [&](const std::string& name) {
        return std::ranges::find(options_.ignore, name) != options_.ignore.end();
      })) {
    throw fatal_error{"--ignore names every rule that --select does, so none is left"};
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
std::uint64_t policies::mark() const {
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
    throw fatal_error{fmt::format("--for: there is no destination '{}'{}{}", name,
                                  from.file.empty() ? "" : fmt::format(" where {} counts", from.file),
                                  suggestion(name, from.destination_names()))};
  }
  for (const auto& [rule_id, to] : from.rules) {
    made.how.set(rule_id, to);
  }
  if (!options_.select.empty()) {
    for (std::size_t i = 0; i < all_rules.size(); ++i) {
      const rule& each = *all_rules[i];
      const bool selected = std::find(options_.select.begin(), options_.select.end(), each.id) != options_.select.end();
      if (!selected) {
        made.how.set(each.id, severity::off);
      } else if (made.how.at(i) == severity::off) {
        made.how.set(each.id, each.severity);
      }
    }
  }
  for (const std::string& ignored : options_.ignore) {
    made.how.set(ignored, severity::off);
  }
  for (std::size_t i = 0; options_.warnings_as_errors && i < all_rules.size(); ++i) {
    if (made.how.at(i) == severity::warning) {
      made.how.set(all_rules[i]->id, severity::error);
    }
  }
  return made;
}

}  // namespace preflight::cli
