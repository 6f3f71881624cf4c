#include "output/plan_table.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <string_view>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/utf8.hpp>
#include <preflight/text/word_wrap.hpp>
#include <preflight/upload/api/target.hpp>

#include "output/shown_figures.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t size_width = 9;
constexpr std::string_view gap = "  ";

struct shown_action {
  std::string_view word;
  style how;
};

bool has_no_slot(const upload::plan_item& item) {
  return std::any_of(item.findings.begin(), item.findings.end(), [](const finding& each) {
    return each.severity == severity::error && each.rule->id == "too-many-files";
  });
}

shown_action shown(const upload::plan_item& item) {
  if (item.same_as && item.action == upload_outcome::already_there) {
    return {"duplicate", style::dim};
  }
  switch (item.action) {
    case upload_outcome::planned:
    case upload_outcome::sent: return {"send", style::good};
    case upload_outcome::already_there: return {"already-there", style::dim};
    case upload_outcome::refused: return {has_no_slot(item) ? "no free slot" : "refused", style::bad};
    case upload_outcome::failed: return {"failed", style::bad};
    case upload_outcome::queued: return {"queued", style::doubtful};
    case upload_outcome::unknown: break;
  }
  return {"unknown", style::bad};
}

/// "9 KiB", "1.2 MiB"
std::string shown_size(std::uint64_t bytes) {
  if (bytes < 1024) {
    return fmt::format("{} B", bytes);
  }
  const double kibibytes = static_cast<double>(bytes) / 1024;
  return kibibytes < 1000 ? fmt::format("{:.0f} KiB", kibibytes) : fmt::format("{:.1f} MiB", kibibytes / 1024);
}

/// The beginning and the end of a text that is too long, which tell more than its middle.
std::string fitted(std::string_view text, std::size_t width) {
  const std::string whole = escaped(text);
  const std::size_t length = display_width(whole);
  if (length <= width || width < 8) {
    return whole;
  }
  std::vector<std::string_view> letters;
  for (std::string_view left = whole; !left.empty();) {
    const std::size_t size = first_code_point(left).length;
    letters.push_back(left.substr(0, size));
    left.remove_prefix(size);
  }
  const std::size_t kept = width - 3;
  const std::size_t first = kept / 2;
  std::string out;
  for (std::size_t i = 0; i < first; ++i) {
    out += letters[i];
  }
  out += "...";
  for (std::size_t i = letters.size() - (kept - first); i < letters.size(); ++i) {
    out += letters[i];
  }
  return out;
}

class table {
 public:
  table(const upload::plan& of, const appearance& how)
      : plan_{of}, paint_{how.colour}, only_failures_{how.only_failures}, columns_{how.columns} {
    const std::size_t columns = columns_;
    for (const upload::plan_item& each : of.items) {
      action_width_ = std::max(action_width_, shown(each).word.size());
      target_width_ = std::max(target_width_, display_width(escaped(text_of(each.target))));
      path_width_ = std::max(path_width_, display_width(escaped(each.path)));
    }
    const std::size_t fixed = action_width_ + size_width + 3 * gap.size();
    if (columns > fixed + 20 && fixed + target_width_ + path_width_ > columns) {
      const std::size_t room = columns - fixed;
      // Each may have half; what one does not need is the other's.
      const std::size_t half = room / 2;
      const std::size_t target =
          target_width_ <= half ? target_width_ : std::max(half, room - std::min(room, path_width_));
      target_width_ = std::min(target_width_, target);
      path_width_ = room - target_width_;
    }
  }

  std::string text() {
    paint_(out_, style::strong,
           padded("ACTION", action_width_) + padded("TARGET", target_width_) + padded("FILE", path_width_) +
               fmt::format("{:>{}}", "SIZE", size_width));
    out_ += '\n';
    const std::size_t heading = out_.size();
    for (const upload::plan_item& each : plan_.items) {
      if (!only_failures_ || !is_good(each.action)) {
        append(each);
      }
    }
    if (only_failures_) {
      return out_.size() == heading ? std::string{} : std::move(out_);
    }
    append_counts();
    append_cost();
    return std::move(out_);
  }

 private:
  static std::string padded(std::string text, std::size_t width) {
    text.append(width - std::min(width, display_width(text)), ' ');
    return text.append(gap);
  }

  void append(const upload::plan_item& item) {
    const shown_action action = shown(item);
    paint_(out_, action.how, action.word);
    out_.append(action_width_ - action.word.size() + gap.size(), ' ');
    out_ += padded(fitted(text_of(item.target), target_width_), target_width_);
    out_ += padded(fitted(item.path, path_width_), path_width_);
    out_ += fmt::format("{:>{}}\n", item.bytes > 0 ? shown_size(item.bytes) : "", size_width);
    if (item.action != upload_outcome::already_there || item.same_as) {
      append_line(item.http_status > 0 ? fmt::format("HTTP {}: {}", item.http_status, item.message) : item.message);
    }
    if (!item.deletes.empty()) {
      append_line(fmt::format("deletes {}, sent from here, to make room", upload::names_of(item.deletes)));
    }
    for (const finding& each : item.findings) {
      if (each.severity == severity::error) {
        append_line(fmt::format("{}: {}", each.rule->id, each.message.text()));
      }
    }
  }

  void append_line(const std::string& text) {
    if (!text.empty()) {
      const std::size_t indent = action_width_ + gap.size();
      out_.append(indent, ' ');
      append_wrapped(out_, escaped(text), indent, indent, columns_);
      out_ += '\n';
    }
  }

  void append_counts() {
    struct count {
      shown_action action;
      std::uint64_t items = 0;
      std::uint64_t bytes = 0;
    };
    std::vector<count> counts;
    std::uint64_t with_warnings = 0;
    for (const upload::plan_item& each : plan_.items) {
      const shown_action action = shown(each);
      auto place = std::find_if(counts.begin(), counts.end(),
                                [&](const count& known) { return known.action.word == action.word; });
      if (place == counts.end()) {
        place = counts.insert(counts.end(), count{action});
      }
      ++place->items;
      place->bytes += each.bytes;
      with_warnings += each.action == upload_outcome::planned && !each.findings.empty() ? 1U : 0U;
    }
    std::size_t width = 0;
    for (const count& each : counts) {
      width = std::max(width, with_groups(each.items).size());
    }
    out_ += '\n';
    for (const count& each : counts) {
      out_ += fmt::format("{:>{}}  ", with_groups(each.items), width);
      paint_(out_, each.action.how, each.action.word);
      if (each.action.word == "send") {
        out_ += ", " + shown_size(each.bytes);
        out_ += with_warnings > 0
                    ? fmt::format("; {} with warnings, which --output text shows", with_groups(with_warnings))
                    : "";
      }
      out_ += '\n';
    }
  }

  void append_cost() {
    const upload::plan_cost cost = cost_of(plan_);
    if (cost.uploads == 0) {
      return;
    }
    std::string text =
        fmt::format("{}: {} upload{}", calls(cost.calls()), with_groups(cost.uploads), cost.uploads == 1 ? "" : "s");
    text += cost.listings > 0 ? fmt::format(", {} to list what is there", with_groups(cost.listings)) : "";
    text += cost.deletions > 0 ? fmt::format(", {} to make room", with_groups(cost.deletions)) : "";
    const upload::rate medium = rate_of(upload::rate_label::medium, plan_.rates);
    if (plan_.calls_a_second) {
      text += *plan_.calls_a_second > 0
                  ? fmt::format(". At least {} at {} a second.", shown_time(cost.seconds), calls(*plan_.calls_a_second))
                  : ".";
    } else {
      text += fmt::format(". At least {} at {} a second (Zoom plan {}).", shown_time(cost.seconds), calls(medium.calls),
                          name_of(plan_.rates));
    }
    if (cost.days > 1) {
      const auto last = std::chrono::system_clock::now() + std::chrono::hours{24} * static_cast<long>(cost.days - 1);
      text += fmt::format(" The plan allows {} of these calls a day, so the last file is sent on day {}, {:%Y-%m-%d}.",
                          with_groups(medium.calls_a_day.value_or(0)), cost.days,
                          fmt::gmtime(std::chrono::system_clock::to_time_t(last)));
    }
    out_ += '\n';
    append_wrapped(out_, text, 0, 0, columns_);
    out_ += '\n';
  }

  static std::string calls(std::uint64_t count) {
    return fmt::format("{} call{}", with_groups(count), count == 1 ? "" : "s");
  }

  static bool is_good(upload_outcome o) {
    return o == upload_outcome::planned || o == upload_outcome::sent || o == upload_outcome::already_there;
  }

  const upload::plan& plan_;
  ansi_style paint_;
  bool only_failures_;
  std::size_t columns_;
  std::size_t action_width_ = 6;
  std::size_t target_width_ = 6;
  std::size_t path_width_ = 4;
  std::string out_;
};

}  // namespace

std::string plan_table(const upload::plan& of, const appearance& how) { return table{of, how}.text(); }

}  // namespace preflight::cli
