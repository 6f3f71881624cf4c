#include "output/plan_table.hpp"

#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <preflight/rules/all.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>
#include <preflight/upload/api/target.hpp>

#include "output/shown_figures.hpp"
#include "output/table_cells.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t size_width = 9;

/// What a person sees of an outcome.
enum class row_kind : std::uint8_t { send, already_there, duplicate, no_free_slot, refused, failed, queued, unknown };
struct row_style {
  std::string_view word;
  preflight::style style;
};
constexpr std::array<row_style, 8> row_styles{{{"send", style::good},
                                               {"already-there", style::dim},
                                               {"duplicate", style::dim},
                                               {"no free slot", style::bad},
                                               {"refused", style::bad},
                                               {"failed", style::bad},
                                               {"queued", style::doubtful},
                                               {"unknown", style::bad}}};
constexpr const row_style& style_of(row_kind kind) { return row_styles[static_cast<std::size_t>(kind)]; }

bool has_no_slot(const upload::plan_item& item) {
  return std::ranges::any_of(item.findings, [](const finding& finding) {
    return finding.severity == severity::error && finding.rule == &rules::too_many_files;
  });
}

row_kind kind_of(const upload::plan_item& item) {
  using enum row_kind;
  constexpr std::array kinds{send, send, already_there, refused, failed, queued, unknown};  // by outcome
  static_assert(kinds.size() == upload_outcome_names.size());
  const row_kind kind = kinds[static_cast<std::size_t>(item.action)];
  return kind == already_there && item.same_as ? duplicate : kind == refused && has_no_slot(item) ? no_free_slot : kind;
}

/// "4 calls: 2 uploads, 2 to list what is there. At least 1 s at 20 calls a second (Zoom plan pro)."
std::string cost_text(const upload::plan& plan, const upload::plan_cost& cost) {
  std::string text = fmt::format("{}: {}", counted(cost.calls(), "call"), counted(cost.uploads, "upload"));
  text += cost.listings > 0 ? fmt::format(", {} to list what is there", with_groups(cost.listings)) : "";
  text += cost.deletions > 0 ? fmt::format(", {} to make room", with_groups(cost.deletions)) : "";
  text += '.';
  const upload::rate medium = rate_of(upload::rate_label::medium, plan.rates);
  if (const std::uint32_t calls = plan.calls_a_second.value_or(medium.calls); calls > 0) {
    text += fmt::format(" At least {} at {} a second{}.", shown_time(cost.seconds), counted(calls, "call"),
                        plan.calls_a_second ? "" : fmt::format(" (Zoom plan {})", name_of(plan.rates)));
  }
  if (cost.days > 1) {
    const auto last = std::chrono::system_clock::now() + std::chrono::hours{24} * static_cast<long>(cost.days - 1);
    text += fmt::format(" The plan allows {} of these calls a day, so the last file is sent on day {}, {:%Y-%m-%d}.",
                        with_groups(medium.calls_a_day.value_or(0)), cost.days,
                        fmt::gmtime(std::chrono::system_clock::to_time_t(last)));
  }
  return text;
}

class table {
 public:
  table(const upload::plan& plan, const appearance& appearance, bool with_all)
      : plan_{plan}, appearance_{appearance}, with_all_{with_all}, style_{appearance.colour} {
    for (const upload::plan_item& item : plan.items) {
      if (!is_listed(item)) {
        continue;
      }
      action_width_ = std::max(action_width_, style_of(kind_of(item)).word.size());
      target_width_ = std::max(target_width_, display_width(escaped(text_of(item.target))));
      path_width_ = std::max(path_width_, display_width(escaped(item.path)));
    }
    const std::size_t fixed = action_width_ + size_width + 3 * cell_gap.size();
    if (appearance.columns > fixed + 20 && fixed + target_width_ + path_width_ > appearance.columns) {
      const std::size_t room = appearance.columns - fixed;
      // Each may have half; what one does not need is the other's.
      target_width_ = std::min(target_width_, std::max(room / 2, room - std::min(room, path_width_)));
      path_width_ = room - target_width_;
    }
  }

  std::string text() {
    style_(out_, style::strong,
           padded("ACTION", action_width_) + padded("TARGET", target_width_) + padded("FILE", path_width_) +
               fmt::format("{:>{}}", "SIZE", size_width));
    out_ += '\n';
    constexpr std::size_t max_rows = 40;
    std::size_t rows = 0;
    for (const upload::plan_item& item : plan_.items) {
      if (is_listed(item) && (++rows <= max_rows || with_all_)) {
        append(item);
      }
    }
    if (rows > max_rows && !with_all_) {
      out_ += fmt::format("and {} more, which --all shows\n", with_groups(rows - max_rows));
    }
    if (rows == 0) {
      out_.clear();
    }
    if (appearance_.only_failures) {
      return std::move(out_);
    }
    append_counts();
    if (const upload::plan_cost cost = cost_of(plan_); cost.uploads > 0) {
      out_ += '\n';
      append_wrapped(out_, cost_text(plan_, cost), 0, 0, appearance_.columns);
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  /// What would change, or is wrong.
  [[nodiscard]] bool is_listed(const upload::plan_item& item) const {
    const row_kind kind = kind_of(item);
    return kind > row_kind::duplicate ||
           (!appearance_.only_failures && (with_all_ || kind == row_kind::send || !item.deletes.empty()));
  }
  void append(const upload::plan_item& item) {
    const row_kind kind = kind_of(item);
    const auto& [word, word_style] = style_of(kind);
    style_(out_, word_style, word);
    out_.append(action_width_ - word.size() + cell_gap.size(), ' ');
    out_ += padded(fitted(text_of(item.target), target_width_), target_width_);
    out_ += padded(fitted(item.path, path_width_), path_width_);
    out_ += fmt::format("{:>{}}\n", item.bytes > 0 ? shown_size(item.bytes) : "", size_width);
    if (kind != row_kind::already_there) {
      append_line(item.http_status > 0 ? fmt::format("HTTP {}: {}", item.http_status, item.message) : item.message);
    }
    if (!item.deletes.empty()) {
      append_line(fmt::format("deletes {}, {}", upload::names_of(item.deletes),
                              item.replaces_older ? "which it replaces" : "sent earlier, to make room"));
    }
    for (const finding& finding : item.findings) {
      if (finding.severity == severity::error) {
        append_line(fmt::format("{}: {}", finding.rule->id, finding.message.text()));
      }
    }
  }

  void append_line(const std::string& text) {
    if (!text.empty()) {
      const std::size_t indent = action_width_ + cell_gap.size();
      out_.append(indent, ' ');
      append_wrapped(out_, escaped(text), indent, indent, appearance_.columns);
      out_ += '\n';
    }
  }

  void append_counts() {
    std::array<std::uint64_t, row_styles.size()> counts{};
    std::uint64_t bytes = 0;
    std::uint64_t warned = 0;
    for (const upload::plan_item& item : plan_.items) {
      const row_kind kind = kind_of(item);
      ++counts[static_cast<std::size_t>(kind)];
      bytes += kind == row_kind::send ? item.bytes : 0;
      warned += kind == row_kind::send && !item.findings.empty() ? 1U : 0U;
    }
    const std::size_t width = with_groups(*std::ranges::max_element(counts)).size();
    out_ += '\n';
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) {
        continue;
      }
      out_ += fmt::format("{:>{}}  ", with_groups(counts[i]), width);
      style_(out_, row_styles[i].style, row_styles[i].word);
      out_ += !with_all_ && row_styles[i].style == style::dim ? " (--all lists them)" : "";
      if (static_cast<row_kind>(i) == row_kind::send) {
        out_ += ", " + shown_size(bytes);
        out_ += warned > 0 ? fmt::format("; {} with warnings, which --output text shows", with_groups(warned)) : "";
      }
      out_ += '\n';
    }
  }

  const upload::plan& plan_;
  const appearance& appearance_;
  bool with_all_;
  ansi_style style_;
  std::size_t action_width_ = 6;
  std::size_t target_width_ = 6;
  std::size_t path_width_ = 4;
  std::string out_;
};

}  // namespace

std::string plan_table(const upload::plan& plan, const appearance& appearance, bool with_all) {
  return table{plan, appearance, with_all}.text();
}

}  // namespace preflight::cli
