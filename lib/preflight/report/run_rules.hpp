#pragma once

#include <cstddef>

#include <preflight/destination.hpp>
#include <preflight/report.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/rule_list.hpp>
#include <preflight/rules/severities.hpp>

namespace preflight {

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
