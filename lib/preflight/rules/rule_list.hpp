#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/report.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/severities.hpp>

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

/// Runs the rules that are not off, in their order, and adds their findings to the report, whose facts are not touched.
template <class Subject, std::size_t N>
constexpr void run_rules(const rule_list<Subject, N>& rules, const Subject& subject, const destination& destination,
                         const severities& severities, report& report) {
  for (std::size_t i = 0; i < N; ++i) {
    const severity severity = severities.at(i, *rules[i]);
    if (severity == severity::off) {
      continue;
    }
    finding& candidate = report.next();
    if (rules[i]->check(subject, destination, candidate)) {
      candidate.rule = rules[i];
      candidate.severity = severity;
      if (candidate.fix.empty()) {
        candidate.fix << rules[i]->fix;
      }
      report.keep();
    }
  }
}

}  // namespace preflight
