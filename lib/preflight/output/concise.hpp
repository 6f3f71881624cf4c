#pragma once

#include <string>

#include <preflight/output/writer.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>

namespace preflight::writers {

/// "path: error rule: message", one line a finding and nothing else: for grep, editors and problem matchers.
inline constexpr writer concise{
    .name = "concise",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file =
        [](std::string& out, const written_file& file, const appearance& look) {
          const ansi_style paint{look.colour};
          for (const finding& finding : file.report.findings()) {
            if (look.only_failures && finding.severity != severity::error) {
              continue;
            }
            out += paint.begin(style::strong);
            append_escaped(out, file.path);
            out += paint.end(style::strong);
            out += ": ";
            paint(out, finding.severity == severity::error ? style::bad : style::doubtful, name_of(finding.severity));
            out += ' ';
            out += finding.rule->id;
            out += ": ";
            append_escaped(out, finding.message.text());
            out += '\n';
          }
        },
    .end = [](std::string&, const run_summary&, const appearance&) {},
    .writes_facts = false,
};

}  // namespace preflight::writers
