#include "item_report.hpp"

#include <fmt/format.h>

#include <preflight/upload/target.hpp>
#include <preflight/visible_text.hpp>
#include <preflight/wording.hpp>

#include "commands/command.hpp"
#include "text_output.hpp"

namespace preflight::cli {
namespace {

std::string with_groups(std::uint64_t number) {
  inline_text<32> out;
  out << grouped{number};
  return std::string{out.text()};
}

/// "40 s", "3 min", "2 h 10 min"
std::string shown_time(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 90) {
    return fmt::format("{} s", whole);
  }
  const std::uint64_t minutes = (whole + 30) / 60;
  return minutes < 90 ? fmt::format("{} min", minutes) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace

item_report::item_report(const sending_request& request, const surroundings& around)
    : around_{around},
      line_{around.messages, !request.quiet},
      to_{request.outputs, {.only_failures = request.quiet}, around, line_},
      began_{std::chrono::steady_clock::now()} {
  texts_.resize(to_.all().size());
}

void item_report::must_not_be(std::span<const upload::wanted_item> wanted, const std::string& folder) const {
  for (const upload::wanted_item& each : wanted) {
    to_.must_not_be(upload::absolute(folder, each.path));
  }
}

void item_report::show_stage(std::string_view what, std::size_t done, std::size_t of) {
  const std::lock_guard hold{one_at_a_time_};
  line_.show_text([&] { return fmt::format("{} of {} {}", with_groups(done), with_groups(of), what); });
}

void item_report::erase() {
  const std::lock_guard hold{one_at_a_time_};
  line_.erase();
}

void item_report::begin(std::size_t items) {
  const std::lock_guard hold{one_at_a_time_};
  items_ = items;
  began_ = std::chrono::steady_clock::now();
  to_.begin_items();
}

void item_report::count(const upload::item_result& result) {
  const std::lock_guard hold{one_at_a_time_};
  ++done_;
  sent_ += result.what == outcome::sent ? 1U : 0U;
  const bool is_well = result.what == outcome::sent || result.what == outcome::already_there;
  not_well_ += is_well ? 0U : 1U;
  line_.show_text([&] {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    const double rate = static_cast<double>(sent_) / seconds;
    std::string text = fmt::format("{} of {}", with_groups(done_), with_groups(items_));
    text += not_well_ > 0 ? fmt::format(", {} not well", with_groups(not_well_)) : "";
    if (sent_ > 0) {
      const double left = seconds / static_cast<double>(done_) * static_cast<double>(items_ - done_);
      text += fmt::format(", {:.1f} a second, {} left", rate, shown_time(left));
    }
    return text;
  });
}

void item_report::write(const upload::plan_item& item, const upload::item_result& result) {
  const std::lock_guard hold{one_at_a_time_};
  const std::string target = text_of(item.whose);
  const written_item shown{target,         name_of(item.what), item.path,   item.sha256,    result.what,
                           result.zoom_id, result.http_status, result.code, result.message, result.findings};
  summary_.add(result.what, result.findings);
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    texts_[i].clear();
    to_.all()[i].form->item(texts_[i], shown, to_.all()[i].how);
  }
  to_.write(texts_);
}

void item_report::end() {
  const std::lock_guard hold{one_at_a_time_};
  summary_.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  to_.end_items(summary_);
}

void item_report::log(upload::log_level level, std::string_view line) {
  const std::lock_guard hold{one_at_a_time_};
  line_.erase();
  write_message(around_.messages, fmt::format("media-preflight: {}: {}\n", name_of(level), visible(line)));
}

int item_report::status() const {
  if (summary_.of(outcome::unknown) + summary_.of(outcome::queued) > 0) {
    return status_open;
  }
  return summary_.of(outcome::refused) + summary_.of(outcome::failed) > 0 ? status_findings : status_good;
}

}  // namespace preflight::cli
