#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/ci/finding_records.hpp>
#include <preflight/output/text_lines.hpp>
#include <preflight/output/writer.hpp>

namespace preflight::writers {

/// Text inside a cell of a Markdown table, where HTML counts, too.
inline void append_cell(std::string& out, std::string_view text) {
  constexpr std::string_view meaningful = "&<>|`*_[]\\~#$:@!";
  for (const char c : text) {
    if (meaningful.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += "&#" + std::to_string(static_cast<int>(c)) + ';';
    }
  }
}

/// GitHub takes at most 1 MiB from a step (docs.github.com, "Adding a job summary"), and nothing of a longer text.
inline constexpr std::size_t max_step_summary = std::size_t{1} << 20;

/// How many files, how often each rule, and the findings, as far as there is room.
inline void append_step_summary(std::string& out, std::string_view files, const run_summary& run, std::size_t room) {
  constexpr std::string_view table_head = "\n| severity | rule | file | finding |\n|---|---|---|---|\n";
  constexpr std::size_t room_for_last_line = 100;
  std::string text = "### media-preflight\n\n";
  append_totals(text, run, {});
  if (text.size() > room) {
    return;
  }
  const std::vector<finding_record> lines = finding_records_in(files);
  if (lines.empty() || text.size() + table_head.size() + room_for_last_line > room) {
    out += text;
    return;
  }
  text += table_head;
  std::size_t shown = 0;
  for (const finding_record& line : lines) {
    std::string row = "| ";
    row.append(name_of(line.level)).append(" | ").append(line.rule).append(" | ");
    append_cell(row, line.path);
    row += " | ";
    append_cell(row, line.message);
    row += " |\n";
    if (text.size() + row.size() + room_for_last_line > room) {
      text += "\nand " + std::to_string(lines.size() - shown) + " more findings\n";
      break;
    }
    text += row;
    ++shown;
  }
  out += text;
}

}  // namespace preflight::writers
