#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/facts_table.hpp>
#include <preflight/output/summary/one_line_summary.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>

namespace preflight::writers {

/// Where the sentences of a finding start: after "  warning  ".
inline constexpr std::size_t message_column = 11;

[[nodiscard]] constexpr std::string_view shown_name(verdict v) {
  return v == verdict::fail ? "FAIL" : v == verdict::warn ? "WARN" : "PASS";
}

[[nodiscard]] constexpr style style_of(verdict v) {
  return v == verdict::fail ? style::bad : v == verdict::warn ? style::doubtful : style::good;
}

[[nodiscard]] constexpr style style_of(severity s) {
  return s == severity::error ? style::bad : s == severity::warning ? style::doubtful : style::plain;
}

/// A remedy in words is broken into lines. One that ends in a command ("Convert it: ffmpeg ...") has that on a line of
/// its own, whole, so that it can be copied.
inline void append_remedy(std::string& out, std::string_view remedy, std::size_t at, const appearance& look) {
  const std::size_t colon = remedy.rfind(": ");
  const bool has_command = look.columns > 0 && at + display_width(remedy) > look.columns && !remedy.ends_with('.') &&
                           colon != std::string_view::npos;
  append_wrapped(out, escaped(has_command ? remedy.substr(0, colon + 1) : remedy), at, at, look.columns);
  out += '\n';
  if (has_command) {
    out.append(at, ' ');
    append_escaped(out, remedy.substr(colon + 2));
    out += '\n';
  }
}

inline void append_finding_text(std::string& out, const finding& finding, const appearance& look,
                                bool says_remedy = true) {
  const ansi_style paint{look.colour};
  out += "  ";
  paint(out, style_of(finding.severity), name_of(finding.severity));
  append_column(out, 2 + name_of(finding.severity).size(), message_column);
  paint(out, style::strong, finding.rule->id);
  out += ": ";
  append_wrapped(out, escaped(finding.message.text()), message_column + finding.rule->id.size() + 2, message_column,
                 look.columns);
  out += '\n';
  if (says_remedy && has_own_remedy(finding)) {
    constexpr std::string_view mark = "-> ";
    out.append(message_column, ' ');
    out += mark;
    append_remedy(out, finding.fix.text(), message_column + mark.size(), look);
  }
}

inline void append_judged(std::string& out, const written_file& file, const appearance& look) {
  const verdict outcome = file.report.verdict();
  const bool silent = file.report.findings().empty() && !file.is_explicit;
  if (silent || (look.only_failures && outcome != verdict::fail)) {
    return;
  }
  const ansi_style paint{look.colour};
  paint(out, style_of(outcome), shown_name(outcome));
  out += "  ";
  out += paint.begin(style::strong);
  append_escaped(out, file.path);
  out += paint.end(style::strong);
  if (file.was_read) {
    out += "  ";
    paint(out, style::dim, description(file.report.file).text());
    if (file.decoded != nullptr && file.decoded->proof == decode_proof::partial) {
      paint(out, style::dim, ", partial proof");
    }
  }
  out += '\n';
  for (const finding& finding : file.report.findings()) {
    if (!look.only_failures || finding.severity == severity::error) {
      append_finding_text(out, finding, look);
    }
  }
}

inline void append_heading(std::string& out, std::string_view text, const appearance& look) {
  out += '\n';
  ansi_style{look.colour}(out, style::strong, text);
  out += '\n';
}

/// The width of a table of these rules.
[[nodiscard]] inline std::size_t widest_id(std::span<const rule_count> counts) {
  std::size_t widest = 0;
  for (const rule_count& count : counts) {
    widest = std::max(widest, count.rule->id.size());
  }
  return widest;
}

/// What the findings themselves did not say, because it is the same for each.
inline void append_remedies(std::string& out, std::vector<rule_count> counts, const appearance& look) {
  std::erase_if(counts, [](const rule_count& count) { return count.plain_remedies == 0; });
  if (counts.empty()) {
    return;
  }
  const std::size_t widest = widest_id(counts);
  append_heading(out, "How to fix", look);
  for (const rule_count& count : counts) {
    out += "  ";
    out += count.rule->id;
    const std::size_t at = append_column(out, 2 + count.rule->id.size(), widest + 4);
    append_remedy(out, count.rule->fix, at, look);
  }
}

inline void append_statistics(std::string& out, std::vector<rule_count> counts, const appearance& look) {
  std::stable_sort(counts.begin(), counts.end(),
                   [](const rule_count& a, const rule_count& b) { return a.findings > b.findings; });
  append_heading(out, "Findings", look);
  const std::size_t widest = widest_id(counts);
  for (const rule_count& count : counts) {
    inline_string<32> number;
    number << digit_grouping{count.findings};
    out.append(number.text().size() < 9 ? 9 - number.text().size() : 0, ' ');
    out += number.text();
    out += "  ";
    out += count.rule->id;
    const std::size_t at = append_column(out, 11 + count.rule->id.size(), widest + 13);
    append_wrapped(out, count.rule->summary, at, at, look.columns);
    out += '\n';
  }
  if (counts.empty()) {
    out += "  none\n";
  }
}

/// " (20 ms)" or " (3.2 s)" or " (1 h 2 min 3 s)", and the end of the line.
inline void append_elapsed(std::string& out, double seconds, const appearance& look) {
  inline_string<48> line;
  const auto tenths = static_cast<std::uint64_t>(seconds * 10'000);  // of a millisecond
  line << " (";
  if (tenths < 100) {
    line << tenths / 10 << "." << tenths % 10 << " ms)";
  } else if (tenths < 10'000) {
    line << tenths / 10 << " ms)";
  } else if (tenths < 1'200'000) {
    line << tenths / 10'000 << "." << tenths % 10'000 / 1000 << " s)";
  } else {
    const std::uint64_t whole = tenths / 10'000;
    if (whole >= 3600) {
      line << digit_grouping{whole / 3600} << " h ";
    }
    line << whole / 60 % 60 << " min " << whole % 60 << " s)";
  }
  ansi_style{look.colour}(out, style::dim, line.text());
  out += '\n';
}

/// A line that may be broken where the terminal ends.
inline void append_note(std::string& out, std::string_view text, unsigned columns) {
  constexpr std::size_t indent = 2;
  append_wrapped(out, escaped(text), 0, indent, columns);
  out += '\n';
}

/// "Configuration: media-preflight.toml, faces/media-preflight.toml and 3 more"
inline void append_configurations(std::string& out, std::span<const std::string> files, unsigned columns) {
  constexpr std::size_t most_named = 8;
  if (files.empty()) {
    return;
  }
  const std::size_t named = std::min(files.size(), most_named);
  std::string line;
  for (std::size_t i = 0; i < named; ++i) {
    line += i == 0 ? "Configuration: " : ", ";
    line += files[i];
  }
  if (named < files.size()) {
    inline_string<48> rest;
    rest << " and " << digit_grouping{files.size() - named} << " more";
    line += rest.text();
  }
  append_note(out, line, columns);
}

/// "Skipped: 2 linked folders, 1 folder that cannot be listed (--show-files names them)", or with their names below.
inline void append_skipped(std::string& out, const skipped_entries& skipped, unsigned columns) {
  if (skipped.total() == 0) {
    return;
  }
  std::string line;
  for (std::size_t i = 0; i < skip_reasons.size(); ++i) {
    if (skipped.counts[i] > 0) {
      inline_string<32> number;
      number << digit_grouping{skipped.counts[i]} << " ";
      line += line.empty() ? "Skipped: " : ", ";
      line += number.text();
      line += skipped.counts[i] == 1 ? skip_reasons[i].one : skip_reasons[i].many;
    }
  }
  append_note(out, line + (skipped.paths.empty() ? " (--show-files names them)" : ""), columns);
  for (const auto& [path, reason] : skipped.paths) {  // first the reason: the path may be a command to who reads lines
    out += "  ";
    out += skip_reasons[static_cast<std::size_t>(reason)].one;
    out += ": ";
    append_escaped(out, path);
    out += '\n';
  }
}

/// "Baseline: 3 known findings left out, 1 entry is stale"
inline void append_baseline(std::string& out, const run_summary& run, unsigned columns) {
  if (!run.known || (*run.known == 0 && run.stale.value_or(0) == 0)) {
    return;
  }
  inline_string<160> line;
  line << "Baseline: " << digit_grouping{*run.known} << (*run.known == 1 ? " known finding" : " known findings")
       << " left out";
  if (run.stale.value_or(0) > 0) {
    line << ", " << digit_grouping{*run.stale} << (*run.stale == 1 ? " entry is stale" : " entries are stale")
         << " (--write-baseline drops them)";
  }
  append_note(out, line.text(), columns);
}

/// "12 files for Zoom virtual backgrounds: 3 passed, 2 with warnings, 7 failed (0.02 s)"
inline void append_totals(std::string& out, const run_summary& run, const appearance& look) {
  const ansi_style paint{look.colour};
  inline_string<240> line;
  line << digit_grouping{run.files} << (run.files == 1 ? " file" : " files");
  if (!run.title.empty()) {
    line << " for " << run.title;
  }
  if (run.shards > 0) {
    line << ", shard " << digit_grouping{run.shard} << " of " << digit_grouping{run.shards};
  }
  out += '\n';
  append_configurations(out, run.configurations, look.columns);
  append_skipped(out, run.skipped, look.columns);
  append_baseline(out, run, look.columns);
  append_escaped(out, line.text());
  out += ": ";
  std::string_view separator;
  const auto count = [&](std::uint64_t number, style s, std::string_view noun) {
    if (number > 0) {
      line.clear();
      line << digit_grouping{number} << " " << noun;
      out += separator;
      paint(out, s, line.text());
      separator = ", ";
    }
  };
  if (run.files == run.passed) {
    paint(out, style::good, run.files == 0 ? "nothing to check" : run.files == 1 ? "passed" : "all passed");
  } else {
    count(run.failed, style::bad, "failed");
    count(run.warned, style::doubtful, "with warnings");
    count(run.passed, style::good, "passed");
  }
  append_elapsed(out, run.elapsed_seconds, look);
}

inline void append_facts_text(std::string& out, const written_file& file, const appearance& look) {
  const ansi_style paint{look.colour};
  out += paint.begin(style::strong);
  append_escaped(out, file.path);
  out += paint.end(style::strong);
  out += '\n';
  facts_table table{out};
  table.append(file.report.file);
  if (file.decoded != nullptr) {
    table.append(*file.decoded);
  }
}

}  // namespace preflight::writers
