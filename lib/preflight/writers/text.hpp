#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/description.hpp>
#include <preflight/facts_table.hpp>
#include <preflight/paragraph.hpp>
#include <preflight/terminal_style.hpp>
#include <preflight/visible_text.hpp>
#include <preflight/wording.hpp>
#include <preflight/writer.hpp>

namespace preflight::writers {

/// Where the sentences of a finding start: behind "  warning  ".
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

/// A remedy that is the same for all files with this finding is said once, at the end.
[[nodiscard]] constexpr bool has_own_remedy(const finding& each) {
  return !each.fix.empty() && each.fix.text() != decltype(each.fix){each.rule->fix}.text();
}

inline void append_finding_text(std::string& out, const finding& each, const appearance& how) {
  const painter paint{how.colour};
  out += "  ";
  paint(out, style_of(each.severity), name_of(each.severity));
  append_column(out, 2 + name_of(each.severity).size(), message_column);
  std::size_t at = append_words(out, visible(each.message.text()), message_column, message_column, how.columns);
  const std::size_t id_width = each.rule->id.size() + 2;
  if (how.columns > 0 && at + 1 + id_width > how.columns) {
    out += '\n';
    out.append(message_column, ' ');
  } else {
    out += ' ';
  }
  out += paint.begin(style::dim);
  out += '[';
  out += each.rule->id;
  out += ']';
  out += paint.end(style::dim);
  out += '\n';
  if (has_own_remedy(each)) {
    out.append(message_column, ' ');
    append_words(out, visible(each.fix.text()), message_column, message_column, how.columns);
    out += '\n';
  }
}

inline void append_judged(std::string& out, const written_file& one, const appearance& how) {
  const verdict outcome = one.found.outcome();
  const bool silent = one.found.findings().empty() && !one.was_named;
  if (silent || (how.only_failures && outcome != verdict::fail)) {
    return;
  }
  const painter paint{how.colour};
  paint(out, style_of(outcome), shown_name(outcome));
  out += "  ";
  out += paint.begin(style::strong);
  append_visible(out, one.path);
  out += paint.end(style::strong);
  if (one.was_read) {
    out += "  ";
    paint(out, style::dim, description(one.found.file).text());
  }
  out += '\n';
  for (const finding& each : one.found.findings()) {
    if (!how.only_failures || each.severity == severity::error) {
      append_finding_text(out, each, how);
    }
  }
}

inline void append_heading(std::string& out, std::string_view text, const appearance& how) {
  out += '\n';
  painter{how.colour}(out, style::strong, text);
  out += '\n';
}

/// What a table of rules needs from left to right.
[[nodiscard]] inline std::size_t widest_id(const run_summary& run) {
  std::size_t widest = 0;
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    widest = run.findings[i] > 0 ? std::max(widest, all_rules[i]->id.size()) : widest;
  }
  return widest;
}

inline void append_remedies(std::string& out, const run_summary& run, const appearance& how) {
  const std::size_t widest = widest_id(run);
  if (widest == 0) {
    return;
  }
  append_heading(out, "How to fix", how);
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    if (run.findings[i] > 0) {
      out += "  ";
      out += all_rules[i]->id;
      const std::size_t at = append_column(out, 2 + all_rules[i]->id.size(), widest + 4);
      append_words(out, all_rules[i]->fix, at, at, how.columns);
      out += '\n';
    }
  }
}

inline void append_statistics(std::string& out, const run_summary& run, const appearance& how) {
  std::array<std::size_t, all_rules.size()> order{};
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return run.findings[a] > run.findings[b]; });
  append_heading(out, "Findings", how);
  const std::size_t widest = widest_id(run);
  for (const std::size_t i : order) {
    if (run.findings[i] > 0) {
      inline_text<32> count;
      count << grouped{run.findings[i]};
      out.append(count.text().size() < 9 ? 9 - count.text().size() : 0, ' ');
      out += count.text();
      out += "  ";
      out += all_rules[i]->id;
      const std::size_t at = append_column(out, 11 + all_rules[i]->id.size(), widest + 13);
      append_words(out, all_rules[i]->summary, at, at, how.columns);
      out += '\n';
    }
  }
  if (widest == 0) {
    out += "  none\n";
  }
}

/// "12 files for Zoom virtual backgrounds: 3 passed, 2 with warnings, 7 failed (0.02 s)"
inline void append_totals(std::string& out, const run_summary& run, const appearance& how) {
  const painter paint{how.colour};
  inline_text<240> line;
  line << grouped{run.files} << (run.files == 1 ? " file" : " files");
  if (!run.title.empty()) {
    line << " for " << run.title;
  }
  out += '\n';
  append_visible(out, line.text());
  out += ": ";
  std::string_view separator;
  const auto count = [&](std::uint64_t number, style s, std::string_view what) {
    if (number > 0) {
      line.clear();
      line << grouped{number} << " " << what;
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
  const auto milliseconds = static_cast<std::uint64_t>(run.elapsed_seconds * 1000);
  line.clear();
  line << " (";
  if (milliseconds < 1000) {
    line << milliseconds << " ms)";
  } else {
    line << grouped{milliseconds / 1000} << "." << milliseconds % 1000 / 100 << " s)";
  }
  paint(out, style::dim, line.text());
  out += '\n';
}

inline void append_facts_text(std::string& out, const written_file& one, const appearance& how) {
  const painter paint{how.colour};
  out += paint.begin(style::strong);
  append_visible(out, one.path);
  out += paint.end(style::strong);
  out += '\n';
  facts_table{out}.append(one.found.file);
}

inline constexpr writer text{
    .name = "text",
    .summary = "for people",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file =
        [](std::string& out, const written_file& one, const appearance& how) {
          one.judged_for != nullptr ? append_judged(out, one, how) : append_facts_text(out, one, how);
        },
    .end =
        [](std::string& out, const run_summary& run, const appearance& how) {
          if (!run.judged) {
            return;
          }
          if (!how.only_failures) {
            append_remedies(out, run, how);
          }
          if (how.with_statistics) {
            append_statistics(out, run, how);
          }
          if (!how.only_failures) {
            append_totals(out, run, how);
          }
        },
};

}  // namespace preflight::writers
