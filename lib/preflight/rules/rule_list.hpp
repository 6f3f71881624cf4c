#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/rule.hpp>

/// What can be done with any list of rules, whatever they look at.
namespace preflight {

template <class Subject, std::size_t N>
using rule_list = std::array<const rule<Subject>*, N>;

/// nullptr where no rule of the list has this id.
template <class Subject, std::size_t N>
[[nodiscard]] constexpr const rule<Subject>* rule_named(const rule_list<Subject, N>& rules, std::string_view id) {
  for (const rule<Subject>* rule : rules) {
    if (rule->id == id) {
      return rule;
    }
  }
  return nullptr;
}

template <class Subject, std::size_t N>
[[nodiscard]] constexpr bool has_distinct_ids(const rule_list<Subject, N>& rules) {
  for (const rule<Subject>* rule : rules) {
    if (rule_named(rules, rule->id) != rule) {
      return false;
    }
  }
  return true;
}

}  // namespace preflight
