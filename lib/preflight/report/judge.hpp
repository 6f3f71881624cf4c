#pragma once

#include <cstddef>

#include <preflight/report.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/rules/all.hpp>
#include <preflight/rules/severities.hpp>

namespace preflight {

/// Adds to the report what the rules say of a file; the report's facts are not touched. A caller that knows that some
/// of all_rules cannot fire may leave them out.
template <std::size_t N = all_rules.size()>
constexpr void judge(const subject& subject, const destination& destination, const severities& severities,
                     report& report, const rule_list<preflight::subject, N>& rules = all_rules) {
  run_rules(rules, subject, destination, severities, report);
  for (finding& finding : report.findings()) {
    if (finding.offset && *finding.offset > subject.file.file_size && subject.not_read == nullptr) {
      finding.offset.reset();  // a number out of the file that points outside it
    }
  }
}

}  // namespace preflight
