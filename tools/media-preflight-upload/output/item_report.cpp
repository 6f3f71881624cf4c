#include "output/item_report.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/api/target.hpp>

#include "cli/own_command.hpp"
#include "commands/command.hpp"
#include "output/shown_figures.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

/// What a file that is not there now has cost: " To make room, our file lobby.png was deleted first."
std::string about_room(const upload::plan_item& item, const upload::item_result& result) {
  const bool is_told_elsewhere = result.what == upload_outcome::sent || result.what == upload_outcome::planned;
  if (item.deletes.empty() || item.replaces_older || is_told_elsewhere || result.made_room == false) {
    return {};
  }
  const bool is_one = item.deletes.size() == 1;
  const std::string files = fmt::format("the older file{} {} {} deleted", is_one ? "" : "s",
                                        upload::names_of(item.deletes), is_one ? "was" : "were");
  const std::string_view gap = result.message.empty() ? "" : " ";
  return result.made_room ? fmt::format("{}To make room, {} first.", gap, files)
                          : fmt::format("{}It is unknown whether {} to make room.", gap, files);
}

/// Whether a file is where it was to go, or would be sent there.
bool is_good(upload_outcome outcome) {
  return outcome == upload_outcome::sent || outcome == upload_outcome::already_there ||
         outcome == upload_outcome::planned;
}

}  // namespace

item_report::item_report(const send_options& options, const standard_streams& streams, const plan_place* place)
    : streams_{streams},
      is_quiet_{options.quiet},
      progress_{streams.error, !options.quiet},
      outputs_{options.outputs, {.only_failures = options.quiet}, streams, progress_} {
  outputs_.require_writable();  // to learn it after all was sent would be too late
  for (const outputs::output& output : outputs_.all()) {
    writers_.push_back(upload::item_writer_named(output.form->name));
  }
  texts_.resize(writers_.size());
  summary_.command = own_command();
  if (place != nullptr) {
    outputs_.add_place("--out", place->name, place->file);
  }
  for (const auto& [path, description] : ledger_and_credentials(options.ledger)) {
    reject_read_file(path, description);
  }
}

void item_report::show_stage(upload::planning_stage stage, std::size_t done, std::size_t total) {
  const std::lock_guard lock{mutex_};
  if (stage_ != stage) {
    stage_ = stage;
    stage_start_ = clock::now();
  }
  progress_.show_text([&] {
    return fmt::format("{} of {} {}{}", with_groups(done), with_groups(total),
                       stage == upload::planning_stage::reading ? "files read" : "targets looked up",
                       shown_pace(done, total, stage_start_));
  });
}

void item_report::erase() {
  const std::lock_guard lock{mutex_};
  progress_.erase();
}

template <class Append>
void item_report::render(Append append) {
  for (std::size_t i = 0; i < writers_.size(); ++i) {
    texts_[i].clear();
    append(*writers_[i], texts_[i], outputs_.all()[i].look);
  }
}

void item_report::begin(std::size_t items) {
  const std::lock_guard lock{mutex_};
  items_ = items;
  stage_start_ = clock::now();
  render([](const auto& writer, auto& text, const auto& style) { writer.begin(text, style); });
  outputs_.begin_items(texts_);
}

void item_report::count(const upload::item_result& result) {
  const std::lock_guard lock{mutex_};
  ++done_;
  tried_ += result.what == upload_outcome::sent || result.what == upload_outcome::failed ? 1U : 0U;
  problems_ += is_good(result.what) ? 0U : 1U;
  progress_.show_text([&] {
    std::string text = fmt::format("{} of {}", with_groups(done_), with_groups(items_));
    text += problems_ > 0 ? fmt::format(", {} with problems", with_groups(problems_)) : "";
    // What was decided before anything was sent says nothing about how long sending takes.
    return text + shown_pace(tried_, tried_ + (items_ - done_), stage_start_);
  });
}

bool item_report::write(const upload::plan_item& item, const upload::item_result& result) {
  const std::lock_guard lock{mutex_};
  const std::string target = text_of(item.target);
  std::vector<upload::written_deletion> deletions;
  for (const upload::older_file& file : item.deletes) {
    deletions.push_back({file.id, file.name});
  }
  const std::string message = result.message + about_room(item, result);
  const upload::written_item written{.target = target,
                                     .purpose = name_of(item.what),
                                     .path = item.path,
                                     .sha256 = item.sha256,
                                     .outcome = result.what,
                                     .zoom_id = result.zoom_id,
                                     .location = result.location,
                                     .line = item.line,
                                     .account = summary_.account,
                                     .http_status = result.http_status,
                                     .code = result.code,
                                     .message = message,
                                     .findings = result.findings,
                                     .deletes = deletions,
                                     .made_room = result.made_room,
                                     .replaces_older = item.replaces_older,
                                     .remedies_said = repeated_remedies(result)};
  summary_.add(result.what, result.findings);
  if (result.what == upload_outcome::queued && summary_.queued_reason.empty()) {
    summary_.queued_reason = message;
  }
  bool is_left_out = false;
  render([&](const auto& writer, auto& text, const auto& style) {
    if (is_listed(writer, result)) {
      writer.item(text, written, style);
    } else {
      is_left_out = !is_good(result.what) && result.what != upload_outcome::queued;
    }
    lines_ += &text == &texts_.front() ? static_cast<std::size_t>(std::ranges::count(text, '\n')) : 0;
  });
  summary_.unlisted += is_left_out ? 1U : 0U;
  failure_.attempt([&] { outputs_.write(texts_); });
  progress_.restore();
  return !failure_;
}

void item_report::write(const upload::plan& plan) {
  begin(plan.items.size());
  for (const upload::plan_item& item : plan.items) {
    write(item, {item.action, item.zoom_id, {}, item.http_status, item.code, item.message, item.findings});
  }
  end();
}

bool item_report::is_listed(const upload::item_writer& writer, const upload::item_result& result) const {
  if (&writer != &upload::writers::text) {
    return true;
  }
  const bool is_short = items_ <= upload::writers::max_listed_items;
  return result.what != upload_outcome::queued &&
         (is_short || (!is_good(result.what) && lines_ < upload::writers::max_listed_lines));
}

/// A picture for many people, or many of one form, would have the same long advice again and again.
std::uint64_t item_report::repeated_remedies(const upload::item_result& result) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < result.findings.size() && i < 64; ++i) {
    const finding& finding = result.findings[i];
    const bool is_shown = !is_quiet_ || (!is_good(result.what) && finding.severity == severity::error);
    if (is_shown && has_own_remedy(finding) && !remedies_.insert(std::string{finding.fix.text()}).second) {
      out |= std::uint64_t{1} << i;
    }
  }
  return out;
}

void item_report::end() {
  const std::lock_guard lock{mutex_};
  summary_.elapsed_seconds = seconds_since(start_);
  render([&](const auto& writer, auto& text, const auto& style) { writer.end(text, summary_, style); });
  failure_.attempt([&] { outputs_.end_items(texts_); });
  write_summary();
  failure_.rethrow();
}

/// Where everything went into files, a person at the terminal has not seen how it ended.
void item_report::write_summary() {
  const bool is_seen =
      std::ranges::any_of(outputs_.all(), [](const outputs::output& output) { return output.file == nullptr; });
  if (is_seen || is_quiet_ || ::isatty(streams_.error) != 1) {
    return;
  }
  std::string text;
  upload::writers::append_open_items(text, summary_, {});
  upload::writers::append_item_totals(text, summary_, {.colour = use_colour(streams_.error, streams_.colour)});
  upload::writers::append_ledger(text, summary_, {});
  write_message(streams_.error, text.substr(text.find_first_not_of('\n')));
}

void item_report::log(upload::log_level level, std::string_view line) {
  const std::lock_guard lock{mutex_};
  progress_.erase();
  write_message(streams_.error, fmt::format("media-preflight: {}: {}\n", name_of(level), escaped(line)));
  progress_.restore();
}

int item_report::status() const {
  using enum upload_outcome;
  const auto has = [this](upload_outcome outcome) { return summary_.count(outcome) > 0; };
  return has(unknown) || has(queued) ? status_open : has(refused) || has(failed) ? status_findings : status_good;
}

}  // namespace preflight::cli
