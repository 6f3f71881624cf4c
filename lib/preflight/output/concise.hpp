#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <preflight/output/writer.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>

namespace preflight::writers {

/// A name must not look like the end of a name and a finding: of ": error " in it the first space is an escape.
inline void append_concise_path(std::string& out, std::string_view path) {
  std::size_t place = out.size();
  append_escaped(out, path);
  for (place = out.find(": ", place); place != std::string::npos; place = out.find(": ", place + 1)) {
    const std::string_view rest = std::string_view{out}.substr(place + 2);
    if (std::any_of(severity_names.begin(), severity_names.end(), [rest](std::string_view name) {
          return name != name_of(severity::off) && rest.starts_with(name) && rest.substr(name.size()).starts_with(' ');
        })) {
      out.replace(place + 1, 1, R"(\x20)");
    }
  }
}

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
            append_concise_path(out, file.path);
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
