#pragma once

#include <string>

#include <preflight/output/text_lines.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/rules/all.hpp>

namespace preflight::writers {

inline constexpr writer text{
    .name = "text",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file =
        [](std::string& out, const written_file& one, const appearance& how) {
          if (one.judged_for != nullptr) {
            append_judged(out, one, how);
          } else if (one.was_read) {
            append_facts_text(out, one, how);
          }
        },
    .end =
        [](std::string& out, const run_summary& run, const appearance& how) {
          if (!run.judged) {
            return;
          }
          if (!how.only_failures) {
            append_remedies(out, run.findings.in_order(all_rules), how);
          }
          if (how.with_statistics) {
            append_statistics(out, run.findings.in_order(all_rules), how);
          }
          if (!how.only_failures) {
            append_totals(out, run, how);
          }
        },
};

}  // namespace preflight::writers
