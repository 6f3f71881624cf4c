#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/writer.hpp>
#include <preflight/text/escape_for_display.hpp>

namespace preflight::writers {

/// A finding as it is kept until all files are known: in a line of its own, its parts between tabs. Parts are escaped
/// for display, so that none contains a tab or a line end.
struct finding_record {
  severity level = severity::off;
  std::string_view rule;
  std::string_view path;
  std::string_view message;
};

inline void append_finding_records(std::string& out, const written_file& file, const appearance& look) {
  for (const finding& finding : file.report.findings()) {
    if (look.only_failures && finding.severity != severity::error) {
      continue;
    }
    out += name_of(finding.severity);
    out += '\t';
    out += finding.rule->id;
    out += '\t';
    append_escaped(out, file.path);
    out += '\t';
    append_escaped(out, finding.message.text());
    out += '\n';
  }
}

[[nodiscard]] inline std::vector<finding_record> finding_records_in(std::string_view text) {
  std::vector<finding_record> lines;
  const auto part = [&text](char end) {
    const std::string_view taken = text.substr(0, text.find(end));
    text.remove_prefix(std::min(taken.size() + 1, text.size()));
    return taken;
  };
  while (!text.empty()) {
    const std::string_view level = part('\t');
    finding_record line;
    line.level = level == name_of(severity::error)     ? severity::error
                 : level == name_of(severity::warning) ? severity::warning
                                                       : severity::note;
    line.rule = part('\t');
    line.path = part('\t');
    line.message = part('\n');
    lines.push_back(line);
  }
  return lines;
}

}  // namespace preflight::writers
