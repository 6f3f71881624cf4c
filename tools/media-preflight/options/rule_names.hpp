#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <preflight/upload/rules/every_rule.hpp>

namespace preflight::cli {

/// The ids of all rules, in their order.
[[nodiscard]] inline std::vector<std::string_view> rule_names() {
  std::vector<std::string_view> names;
  for (const rule_info* rule : upload::every_rule()) {
    names.push_back(rule->id);
  }
  return names;
}

/// Why its severity cannot be set: "'unreadable' is always an error: ..."
[[nodiscard]] inline std::string fixed_rule_error(const rule_info& rule) {
  return fmt::format("'{}' is always {}. {}", rule.id, rule.severity == severity::error ? "an error" : "a note",
                     rule.why);
}

}  // namespace preflight::cli
