#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/output/ci/finding_records.hpp>
#include <preflight/output/ci/step_summary.hpp>
#include <preflight/output/text_lines.hpp>
#include <preflight/output/writer.hpp>

namespace preflight::writers {

/// GitHub shows at most ten annotations of a kind for a step; more are one for each rule.
inline constexpr std::size_t max_annotations = 10;
/// Files that the annotation of a rule names.
inline constexpr std::size_t max_files_in_annotation = 20;

/// Escapes as @actions/core does (toolkit, packages/core/src/command.ts): percent signs and line ends; in a property
/// also colons and commas.
inline void append_workflow_text(std::string& out, std::string_view text, bool is_property) {
  for (const char c : text) {
    switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += is_property ? "%3A" : ":"; break;
      case ',': out += is_property ? "%2C" : ","; break;
      default: out += c;
    }
  }
}

[[nodiscard]] constexpr std::string_view command_of(severity s) {
  return s == severity::error ? "error" : s == severity::warning ? "warning" : "notice";
}

/// "::error file=a.mov,title=video-too-large::The video is ..."
inline void append_annotation(std::string& out, const finding_record& line) {
  out += "::";
  out += command_of(line.level);
  out += " file=";
  append_workflow_text(out, line.path, true);
  out += ",title=";
  append_workflow_text(out, line.rule, true);
  out += "::";
  append_workflow_text(out, line.message, false);
  out += '\n';
}

/// The same of all the lines of one rule; they are not empty.
inline void append_rule_annotation(std::string& out, std::span<const finding_record> lines) {
  if (lines.size() == 1) {
    append_annotation(out, lines.front());
    return;
  }
  out += "::";
  out += command_of(lines.front().level);
  out += " title=";
  append_workflow_text(out, lines.front().rule, true);
  out += "::";
  std::string message = std::to_string(lines.size()) + " files";
  for (const finding_record& line : lines.first(std::min(lines.size(), max_files_in_annotation))) {
    message.append("\n").append(line.path).append(": ").append(line.message);
  }
  if (lines.size() > max_files_in_annotation) {
    message += "\nand " + std::to_string(lines.size() - max_files_in_annotation) + " more";
  }
  append_workflow_text(out, message, false);
  out += '\n';
}

inline void append_annotations(std::string& out, std::vector<finding_record> lines) {
  if (lines.size() <= max_annotations) {
    for (const finding_record& line : lines) {
      append_annotation(out, line);
    }
    return;
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const finding_record& a, const finding_record& b) { return a.rule < b.rule; });
  for (std::span<const finding_record> rest{lines}; !rest.empty();) {
    const auto end = std::find_if(rest.begin(), rest.end(),
                                  [&](const finding_record& line) { return line.rule != rest.front().rule; });
    const auto count = static_cast<std::size_t>(end - rest.begin());
    append_rule_annotation(out, rest.first(count));
    rest = rest.subspan(count);
  }
}

/// Workflow commands (docs.github.com, "Workflow commands for GitHub Actions"), and a table for the job's summary page.
inline constexpr writer github{
    .name = "github",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file = [](std::string& out, const written_file& file,
               const appearance& look) { append_finding_records(out, file, look); },
    .end = [](std::string&, const run_summary&, const appearance&) {},
    .writes_facts = false,
    .finish =
        [](std::string& out, std::string_view files, const run_summary& run, const appearance& look) {
          const std::vector<finding_record> lines = finding_records_in(files);
          for (const severity level : {severity::error, severity::warning, severity::note}) {
            std::vector<finding_record> chosen;
            std::copy_if(lines.begin(), lines.end(), std::back_inserter(chosen),
                         [level](const finding_record& line) { return line.level == level; });
            append_annotations(out, std::move(chosen));
          }
          append_totals(out, run, look);
        },
    .appendix = {.variable = "GITHUB_STEP_SUMMARY", .max_bytes = max_step_summary, .write = append_step_summary},
};

}  // namespace preflight::writers
