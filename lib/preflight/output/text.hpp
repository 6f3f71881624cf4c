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
        [](std::string& out, const written_file& file, const appearance& look) {
          if (file.destination != nullptr) {
            append_judged(out, file, look);
          } else if (file.was_read) {
            append_facts_text(out, file, look);
          }
        },
    .end =
        [](std::string& out, const run_summary& run, const appearance& look) {
          if (!run.judged) {
            return;
          }
          if (!look.only_failures) {
            append_remedies(out, run.findings.in_order(all_rules), look);
          }
          if (look.with_statistics) {
            append_statistics(out, run.findings.in_order(all_rules), look);
          }
          if (!look.only_failures) {
            append_totals(out, run, look);
          }
        },
};

}  // namespace preflight::writers
