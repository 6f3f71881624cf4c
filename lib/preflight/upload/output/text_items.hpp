#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/output/text_lines.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>
#include <preflight/upload/output/item_writer.hpp>
#include <preflight/upload/rules/every_rule.hpp>

namespace preflight::upload::writers {

struct shown_outcome {
  std::string_view word;   ///< before an item
  std::string_view count;  ///< after a number
  style colour;
};

[[nodiscard]] constexpr shown_outcome shown(upload_outcome o) {
  switch (o) {
    case upload_outcome::planned: return {"PLANNED", "planned", style::good};
    case upload_outcome::sent: return {"SENT", "sent", style::good};
    case upload_outcome::already_there: return {"ALREADY-THERE", "already-there", style::good};
    case upload_outcome::refused: return {"REFUSED", "refused", style::bad};
    case upload_outcome::failed: return {"FAILED", "failed", style::bad};
    case upload_outcome::queued: return {"QUEUED", "still queued", style::doubtful};
    case upload_outcome::unknown: break;
  }
  return {"UNKNOWN", "unknown", style::bad};
}

/// "  HTTP 400, code 120: File size cannot exceed 15M."
inline void append_item_message(std::string& out, const written_item& item, const appearance& look) {
  constexpr std::size_t column = 9;
  inline_string<64> source;
  if (item.http_status > 0 && item.outcome != upload_outcome::sent) {
    source << "HTTP " << static_cast<unsigned>(item.http_status);
  }
  if (item.code) {
    source << (source.empty() ? "code " : ", code ") << (*item.code < 0 ? "-" : "");
    source << (*item.code < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(*item.code)
                              : static_cast<std::uint64_t>(*item.code));
  }
  if (item.message.empty() && source.empty()) {
    return;
  }
  out.append(column, ' ');
  out += source.text();
  out += source.empty() || item.message.empty() ? "" : ": ";
  const std::size_t at = column + source.text().size() + (source.empty() ? 0 : 2);
  append_wrapped(out, escaped(item.message), at, column, look.columns);
  out += '\n';
}

/// "         deleted lobby.png, sent earlier, to make room"
inline void append_deletions(std::string& out, const written_item& item, const appearance& look) {
  const bool is_finished = item.outcome == upload_outcome::already_there && item.made_room == true;
  if (item.deletes.empty() ||
      (item.outcome != upload_outcome::planned && item.outcome != upload_outcome::sent && !is_finished)) {
    return;  // elsewhere the message says what became of them
  }
  constexpr std::size_t column = 9;
  std::string text{item.outcome == upload_outcome::planned ? "would delete " : "deleted "};
  for (std::size_t i = 0; i < item.deletes.size(); ++i) {
    text += i > 0 ? ", " : "";
    append_escaped(text, item.deletes[i].name);
  }
  text += item.replaces_older        ? ", which this replaces"
          : item.deletes.size() == 1 ? ", sent earlier, to make room"
                                     : ", all sent earlier, to make room";
  out.append(column, ' ');
  append_wrapped(out, text, column, column, look.columns);
  out += '\n';
}

inline void append_item_text(std::string& out, const written_item& item, const appearance& look) {
  const shown_outcome what = shown(item.outcome);
  const bool is_good = what.colour == style::good;
  if (look.only_failures && is_good) {
    return;
  }
  const ansi_style paint{look.colour};
  paint(out, what.colour, what.word);
  append_column(out, what.word.size(), 9);
  out += paint.begin(style::strong);
  append_escaped(out, item.target);
  out += paint.end(style::strong);
  out += "  ";
  append_escaped(out, item.path);
  out += '\n';
  append_item_message(out, item, look);
  append_deletions(out, item, look);
  for (std::size_t i = 0; i < item.findings.size(); ++i) {
    if (!look.only_failures || item.findings[i].severity == severity::error) {
      preflight::writers::append_finding_text(out, item.findings[i], look,
                                              i >= 64 || ((item.remedies_said >> i) & 1U) == 0);
    }
  }
}

/// "12 items: 9 sent, 1 already-there, 2 refused (3.2 s)"
inline void append_item_totals(std::string& out, const item_summary& run, const appearance& look) {
  const ansi_style paint{look.colour};
  inline_string<64> line;
  line << digit_grouping{run.items} << (run.items == 1 ? " item: " : " items: ");
  out += '\n';
  out += line.text();
  std::string_view separator;
  for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
    if (run.outcomes[i] > 0) {
      const shown_outcome what = shown(static_cast<upload_outcome>(i));
      line.clear();
      line << digit_grouping{run.outcomes[i]} << " " << what.count;
      out += separator;
      paint(out, what.colour, line.text());
      separator = ", ";
    }
  }
  preflight::writers::append_elapsed(out, run.elapsed_seconds, look);
}

/// "ledger /home/anna/.local/state/media-preflight/ledger.db, account AbC123"
inline void append_ledger(std::string& out, const item_summary& run, const appearance& look) {
  if (!run.ledger.empty()) {
    const std::string account = run.account.empty() ? std::string{"of ZOOM_ACCESS_TOKEN"} : escaped(run.account);
    append_wrapped(out, "ledger " + escaped(run.ledger) + ", account " + account, 0, 0, look.columns);
    out += '\n';
  }
}

/// "3 still queued: the run was interrupted. To continue: media-preflight upload --csv people.csv"
inline void append_open_items(std::string& out, const item_summary& run, const appearance& look) {
  inline_string<64> line;
  if (run.unlisted > 0) {
    line << digit_grouping{run.unlisted} << " more with problems; to list all: --output csv:FILE\n";
    out += line.text();
  }
  if (const std::uint64_t queued = run.count(upload_outcome::queued); queued > 0) {
    line.clear();
    line << digit_grouping{queued} << (run.queued_reason.empty() ? " still queued." : " still queued: ");
    std::string text = escaped(run.queued_reason);
    text += run.command.empty() ? "" : " To continue: " + run.command;
    ansi_style{look.colour}(out, style::doubtful, line.text());
    append_wrapped(out, text, line.text().size(), 2, look.columns);
    out += '\n';
  }
}

/// A text is read: of many items only those with problems are listed, and what is queued is one line at the end.
inline constexpr std::uint64_t max_listed_items = 40;
inline constexpr std::uint64_t max_listed_lines = 30;

inline constexpr item_writer text{
    .name = "text",
    .begin = [](std::string&, const appearance&) {},
    .item = append_item_text,
    .end =
        [](std::string& out, const item_summary& run, const appearance& look) {
          append_open_items(out, run, look);
          if (!look.only_failures) {
            preflight::writers::append_remedies(out, run.findings.in_order(every_rule()), look);
            append_item_totals(out, run, look);
            append_ledger(out, run, look);
          }
        },
};

}  // namespace preflight::upload::writers
