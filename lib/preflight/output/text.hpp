#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/output/facts_table.hpp>
#include <preflight/output/one_line_summary.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>

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

/// A remedy in words is broken into lines. One that ends in a command ("Convert it: ffmpeg ...") has that on a line of
/// its own, whole, so that it can be copied.
inline void append_remedy(std::string& out, std::string_view remedy, std::size_t at, const appearance& how) {
  const std::size_t colon = remedy.rfind(": ");
  const bool has_command = how.columns > 0 && at + columns_of(remedy) > how.columns && !remedy.ends_with('.') &&
                           colon != std::string_view::npos;
  append_wrapped(out, visible(has_command ? remedy.substr(0, colon + 1) : remedy), at, at, how.columns);
  out += '\n';
  if (has_command) {
    out.append(at, ' ');
    append_escaped(out, remedy.substr(colon + 2));
    out += '\n';
  }
}

inline void append_finding_text(std::string& out, const finding& each, const appearance& how, bool says_remedy = true) {
  const ansi_style paint{how.colour};
  out += "  ";
  paint(out, style_of(each.severity), name_of(each.severity));
  append_column(out, 2 + name_of(each.severity).size(), message_column);
  paint(out, style::strong, each.rule->id);
  out += ": ";
  append_wrapped(out, visible(each.message.text()), message_column + each.rule->id.size() + 2, message_column,
                 how.columns);
  out += '\n';
  if (says_remedy && has_own_remedy(each)) {
    constexpr std::string_view mark = "-> ";
    out.append(message_column, ' ');
    out += mark;
    append_remedy(out, each.fix.text(), message_column + mark.size(), how);
  }
}

inline void append_judged(std::string& out, const written_file& one, const appearance& how) {
  const verdict outcome = one.found.verdict();
  const bool silent = one.found.findings().empty() && !one.was_named;
  if (silent || (how.only_failures && outcome != verdict::fail)) {
    return;
  }
  const ansi_style paint{how.colour};
  paint(out, style_of(outcome), shown_name(outcome));
  out += "  ";
  out += paint.begin(style::strong);
  append_escaped(out, one.path);
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
  ansi_style{how.colour}(out, style::strong, text);
  out += '\n';
}

using rule_counts = std::array<std::uint64_t, all_rules.size()>;

/// The width of a table of the rules that have a count.
[[nodiscard]] inline std::size_t widest_id(const rule_counts& counts) {
  std::size_t widest = 0;
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    widest = counts[i] > 0 ? std::max(widest, all_rules[i]->id.size()) : widest;
  }
  return widest;
}

/// What the findings themselves did not say, because it is the same for each.
inline void append_remedies(std::string& out, const rule_counts& plain_remedies, const appearance& how) {
  const std::size_t widest = widest_id(plain_remedies);
  if (widest == 0) {
    return;
  }
  append_heading(out, "How to fix", how);
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    if (plain_remedies[i] > 0) {
      out += "  ";
      out += all_rules[i]->id;
      const std::size_t at = append_column(out, 2 + all_rules[i]->id.size(), widest + 4);
      append_remedy(out, all_rules[i]->fix, at, how);
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
  const std::size_t widest = widest_id(run.findings);
  for (const std::size_t i : order) {
    if (run.findings[i] > 0) {
      inline_string<32> count;
      count << grouped{run.findings[i]};
      out.append(count.text().size() < 9 ? 9 - count.text().size() : 0, ' ');
      out += count.text();
      out += "  ";
      out += all_rules[i]->id;
      const std::size_t at = append_column(out, 11 + all_rules[i]->id.size(), widest + 13);
      append_wrapped(out, all_rules[i]->summary, at, at, how.columns);
      out += '\n';
    }
  }
  if (widest == 0) {
    out += "  none\n";
  }
}

/// " (20 ms)" or " (3.2 s)" or " (1 h 2 min 3 s)", and the end of the line.
inline void append_elapsed(std::string& out, double seconds, const appearance& how) {
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
      line << grouped{whole / 3600} << " h ";
    }
    line << whole / 60 % 60 << " min " << whole % 60 << " s)";
  }
  ansi_style{how.colour}(out, style::dim, line.text());
  out += '\n';
}

/// "12 files for Zoom virtual backgrounds: 3 passed, 2 with warnings, 7 failed (0.02 s)"
inline void append_totals(std::string& out, const run_summary& run, const appearance& how) {
  const ansi_style paint{how.colour};
  inline_string<240> line;
  line << grouped{run.files} << (run.files == 1 ? " file" : " files");
  if (!run.title.empty()) {
    line << " for " << run.title;
  }
  if (run.shards > 0) {
    line << ", shard " << grouped{run.shard} << " of " << grouped{run.shards};
  }
  out += '\n';
  append_escaped(out, line.text());
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
  append_elapsed(out, run.elapsed_seconds, how);
}

inline void append_facts_text(std::string& out, const written_file& one, const appearance& how) {
  const ansi_style paint{how.colour};
  out += paint.begin(style::strong);
  append_escaped(out, one.path);
  out += paint.end(style::strong);
  out += '\n';
  facts_table table{out};
  table.append(one.found.file);
  if (one.decoded != nullptr) {
    table.append(*one.decoded);
  }
}

struct shown_outcome {
  std::string_view word;   ///< before an item
  std::string_view count;  ///< behind a number
  style how;
};

[[nodiscard]] constexpr shown_outcome shown(upload_outcome o) {
  switch (o) {
    case upload_outcome::planned: return {"PLANNED", "planned", style::good};
    case upload_outcome::sent: return {"SENT", "sent", style::good};
    case upload_outcome::already_there: return {"THERE", "already there", style::good};
    case upload_outcome::refused: return {"REFUSED", "refused", style::bad};
    case upload_outcome::failed: return {"FAILED", "failed", style::bad};
    case upload_outcome::queued: return {"QUEUED", "still queued", style::doubtful};
    case upload_outcome::unknown: break;
  }
  return {"UNKNOWN", "unknown", style::bad};
}

/// "  HTTP 400, code 120: File size cannot exceed 15M."
inline void append_item_message(std::string& out, const written_item& one, const appearance& how) {
  constexpr std::size_t column = 9;
  inline_string<64> source;
  if (one.http_status > 0 && one.outcome != upload_outcome::sent) {
    source << "HTTP " << static_cast<unsigned>(one.http_status);
  }
  if (one.code) {
    source << (source.empty() ? "code " : ", code ") << (*one.code < 0 ? "-" : "");
    source << (*one.code < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(*one.code)
                             : static_cast<std::uint64_t>(*one.code));
  }
  if (one.message.empty() && source.empty()) {
    return;
  }
  out.append(column, ' ');
  out += source.text();
  out += source.empty() || one.message.empty() ? "" : ": ";
  const std::size_t at = column + source.text().size() + (source.empty() ? 0 : 2);
  append_wrapped(out, visible(one.message), at, column, how.columns);
  out += '\n';
}

/// "         deleted lobby.png, which was sent from here, to make room"
inline void append_deletions(std::string& out, const written_item& one, const appearance& how) {
  if (one.deletes.empty() || (one.outcome != upload_outcome::planned && one.outcome != upload_outcome::sent)) {
    return;  // elsewhere the message says what became of them
  }
  constexpr std::size_t column = 9;
  std::string text{one.outcome == upload_outcome::sent ? "deleted " : "would delete "};
  for (std::size_t i = 0; i < one.deletes.size(); ++i) {
    text += i > 0 ? ", " : "";
    append_escaped(text, one.deletes[i].name);
  }
  text += one.deletes.size() == 1 ? ", which was sent from here, to make room" : ", all sent from here, to make room";
  out.append(column, ' ');
  append_wrapped(out, text, column, column, how.columns);
  out += '\n';
}

inline void append_item_text(std::string& out, const written_item& one, const appearance& how) {
  const shown_outcome what = shown(one.outcome);
  const bool is_good = what.how == style::good;
  if (how.only_failures && is_good) {
    return;
  }
  const ansi_style paint{how.colour};
  paint(out, what.how, what.word);
  append_column(out, what.word.size(), 9);
  out += paint.begin(style::strong);
  append_escaped(out, one.target);
  out += paint.end(style::strong);
  out += "  ";
  append_escaped(out, one.path);
  out += '\n';
  append_item_message(out, one, how);
  append_deletions(out, one, how);
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    if (!how.only_failures || one.findings[i].severity == severity::error) {
      append_finding_text(out, one.findings[i], how, i >= 64 || ((one.remedies_said >> i) & 1U) == 0);
    }
  }
}

/// "12 items: 9 sent, 1 already there, 2 refused (3.2 s)"
inline void append_item_totals(std::string& out, const item_summary& run, const appearance& how) {
  const ansi_style paint{how.colour};
  inline_string<64> line;
  line << grouped{run.items} << (run.items == 1 ? " item: " : " items: ");
  out += '\n';
  out += line.text();
  std::string_view separator;
  for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
    if (run.outcomes[i] > 0) {
      const shown_outcome what = shown(static_cast<upload_outcome>(i));
      line.clear();
      line << grouped{run.outcomes[i]} << " " << what.count;
      out += separator;
      paint(out, what.how, line.text());
      separator = ", ";
    }
  }
  append_elapsed(out, run.elapsed_seconds, how);
}

inline constexpr writer text{
    .name = "text",
    .summary = "for people",
    .items_summary = "for people",
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
            append_remedies(out, run.plain_remedies, how);
          }
          if (how.with_statistics) {
            append_statistics(out, run, how);
          }
          if (!how.only_failures) {
            append_totals(out, run, how);
          }
        },
    .begin_items = [](std::string&, const appearance&) {},
    .item = append_item_text,
    .end_items =
        [](std::string& out, const item_summary& run, const appearance& how) {
          if (!how.only_failures) {
            append_remedies(out, run.plain_remedies, how);
            append_item_totals(out, run, how);
          }
        },
};

}  // namespace preflight::writers
