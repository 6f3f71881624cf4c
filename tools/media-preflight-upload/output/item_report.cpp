#include "output/item_report.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/output/all.hpp>

#include "commands/command.hpp"
#include "output/shown_figures.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

/// ", 12 s left, 9.8 a second"; nothing while there is nothing to tell it by.
std::string shown_pace(std::size_t done, std::size_t of, std::chrono::steady_clock::time_point since) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
  if (done == 0 || seconds <= 0) {
    return {};
  }
  return fmt::format(", {} left, {:.1f} a second",
                     shown_time(seconds / static_cast<double>(done) * static_cast<double>(of - done)),
                     static_cast<double>(done) / seconds);
}

/// What a file that is not there now has cost: " Our file lobby.png was deleted to make room."
std::string about_room(const upload::plan_item& item, const upload::item_result& result) {
  const bool is_said_elsewhere = result.what == upload_outcome::sent || result.what == upload_outcome::planned;
  if (item.deletes.empty() || is_said_elsewhere || result.made_room == false) {
    return {};
  }
  const bool is_one = item.deletes.size() == 1;
  const std::string names = upload::names_of(item.deletes);
  const std::string_view gap = result.message.empty() ? "" : " ";
  return result.made_room ? fmt::format("{}To make room, our file{} {} {} deleted first.", gap, is_one ? "" : "s",
                                        names, is_one ? "was" : "were")
                          : fmt::format("{}It is unknown whether our file{} {} {} deleted to make room.", gap,
                                        is_one ? "" : "s", names, is_one ? "was" : "were");
}

}  // namespace

item_report::item_report(const sending_request& request, const standard_streams& around, const plan_place* plan)
    : around_{around},
      is_quiet_{request.quiet},
      line_{around.error, !request.quiet},
      to_{request.outputs, {.only_failures = request.quiet}, around, line_},
      began_{std::chrono::steady_clock::now()} {
  to_.require_writable();  // to learn it after all was sent would be too late
  for (const outputs::output& output : to_.all()) {
    writers_.push_back(upload::item_writer_named(output.form->name));
  }
  texts_.resize(writers_.size());
  if (plan != nullptr) {
    to_.add_place("--out", plan->name, plan->file);
  }
  for (const file_in_use& each : files_in_use(request)) {
    to_.reject_read_file(each.path, each.what);
  }
}

void item_report::reject_read_file(std::span<const upload::upload_request> wanted, const std::string& folder,
                                   file_judging& by) {
  for (const upload::purpose each : {upload::purpose::background, upload::purpose::picture}) {
    by.rules(each).on_configuration_read(
        [this](const std::string& file) { to_.reject_read_file(file, "the configuration"); });
  }
  for (const upload::upload_request& each : wanted) {
    to_.reject_read_file(upload::absolute(folder, each.path));
  }
}

void item_report::show_stage(std::string_view what, std::size_t done, std::size_t of) {
  const std::lock_guard hold{one_at_a_time_};
  if (stage_ != what) {
    stage_ = what;
    stage_began_ = clock::now();
  }
  line_.show_text([&] {
    return fmt::format("{} of {} {}{}", with_groups(done), with_groups(of), what, shown_pace(done, of, stage_began_));
  });
}

void item_report::erase() {
  const std::lock_guard hold{one_at_a_time_};
  line_.erase();
}

template <class Append>
void item_report::render(Append append) {
  for (std::size_t i = 0; i < writers_.size(); ++i) {
    texts_[i].clear();
    append(*writers_[i], texts_[i], to_.all()[i].look);
  }
}

void item_report::begin(std::size_t items) {
  const std::lock_guard hold{one_at_a_time_};
  items_ = items;
  stage_began_ = clock::now();
  render([](const upload::item_writer& writer, std::string& text, const appearance& appearance) {
    writer.begin(text, appearance);
  });
  to_.begin_items(texts_);
}

void item_report::count(const upload::item_result& result) {
  const std::lock_guard hold{one_at_a_time_};
  ++done_;
  tried_ += result.what == upload_outcome::sent || result.what == upload_outcome::failed ? 1U : 0U;
  const bool is_well = result.what == upload_outcome::sent || result.what == upload_outcome::already_there;
  not_well_ += is_well ? 0U : 1U;
  line_.show_text([&] {
    std::string text = fmt::format("{} of {}", with_groups(done_), with_groups(items_));
    text += not_well_ > 0 ? fmt::format(", {} with problems", with_groups(not_well_)) : "";
    // What was decided before anything was sent says nothing about how long sending takes.
    return text + shown_pace(tried_, tried_ + (items_ - done_), stage_began_);
  });
}

void item_report::write(const upload::plan_item& item, const upload::item_result& result) {
  const std::lock_guard hold{one_at_a_time_};
  const std::string target = text_of(item.target);
  deletes_.clear();
  for (const upload::older_file& each : item.deletes) {
    deletes_.push_back({each.id, each.name});
  }
  const std::string message = result.message + about_room(item, result);
  const upload::written_item shown{target,
                                   name_of(item.what),
                                   item.path,
                                   item.sha256,
                                   result.what,
                                   result.zoom_id,
                                   result.http_status,
                                   result.code,
                                   message,
                                   result.findings,
                                   deletes_,
                                   result.made_room,
                                   remedies_said(result)};
  summary_.add(result.what, result.findings);
  render([&](const upload::item_writer& writer, std::string& text, const appearance& appearance) {
    writer.item(text, shown, appearance);
  });
  unwritten_.attempt([&] { to_.write(texts_); });
  line_.restore();
}

/// A picture for many people, or many of one form, would have the same long advice again and again.
std::uint64_t item_report::remedies_said(const upload::item_result& result) {
  const bool is_good = result.what == upload_outcome::sent || result.what == upload_outcome::already_there ||
                       result.what == upload_outcome::planned;
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < result.findings.size() && i < 64; ++i) {
    const finding& each = result.findings[i];
    const bool is_shown = !is_quiet_ || (!is_good && each.severity == severity::error);
    if (is_shown && has_own_remedy(each) && !remedies_.insert(std::string{each.fix.text()}).second) {
      out |= std::uint64_t{1} << i;
    }
  }
  return out;
}

void item_report::end() {
  const std::lock_guard hold{one_at_a_time_};
  summary_.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  render([&](const upload::item_writer& writer, std::string& text, const appearance& appearance) {
    writer.end(text, summary_, appearance);
  });
  unwritten_.attempt([&] { to_.end_items(texts_); });
  say_summary();
  unwritten_.rethrow();
}

bool item_report::is_cut_off() {
  const std::lock_guard hold{one_at_a_time_};
  return static_cast<bool>(unwritten_);
}

/// Where everything went into files, a person at the terminal has not seen how it ended.
void item_report::say_summary() {
  const bool is_seen =
      std::any_of(to_.all().begin(), to_.all().end(), [](const outputs::output& each) { return each.file == nullptr; });
  if (is_seen || is_quiet_ || ::isatty(around_.error) != 1) {
    return;
  }
  std::string text;
  upload::writers::append_item_totals(text, summary_, {.colour = use_colour(around_.error)});
  write_message(around_.error, text.substr(text.find_first_not_of('\n')));
}

void item_report::log(upload::log_level level, std::string_view line) {
  const std::lock_guard hold{one_at_a_time_};
  line_.erase();
  write_message(around_.error, fmt::format("media-preflight: {}: {}\n", name_of(level), escaped(line)));
  line_.restore();
}

int item_report::status() const {
  if (summary_.count(upload_outcome::unknown) + summary_.count(upload_outcome::queued) > 0) {
    return status_open;
  }
  return summary_.count(upload_outcome::refused) + summary_.count(upload_outcome::failed) > 0 ? status_findings : status_good;
}

}  // namespace preflight::cli
