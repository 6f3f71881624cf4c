#pragma once

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <preflight/rules/all.hpp>

namespace preflight::cli {

/// The ids of all rules, in their order.
[[nodiscard]] constexpr std::array<std::string_view, all_rules.size()> rule_names() {
  std::array<std::string_view, all_rules.size()> names{};
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    names[i] = all_rules[i]->id;
  }
  return names;
}

/// Why its severity cannot be set: "'unreadable' is always an error: ..."
[[nodiscard]] inline std::string fixed_rule_error(const rule& one) {
  return fmt::format("'{}' is always an error. {}", one.id, one.why);
}

}  // namespace preflight::cli
