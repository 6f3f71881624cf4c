#include "merge/merged_runs.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"

namespace preflight::cli {

merged_runs::merged_runs(std::vector<std::unique_ptr<run_reader>> runs, const configuration& names,
                         bool warnings_as_errors)
    : runs_{std::move(runs)}, names_{&names}, warnings_as_errors_{warnings_as_errors} {
  for (const auto& run : runs_) {
    advance(*run);
  }
}

const file_line* merged_runs::next() {
  for (;;) {
    if (current_ != nullptr) {
      advance(*std::exchange(current_, nullptr));
    }
    if (queue_.empty()) {
      require_complete();
      return nullptr;
    }
    current_ = queue_.top();
    queue_.pop();
    if (!is_repeated(*current_)) {
      count(*current_);
      return &current_->file();
    }
  }
}

bool merged_runs::is_repeated(const run_reader& run) const {
  const bool is_repeated = total_.files > 0 && run.file().path == last_path_;
  if (is_repeated && run.line() != last_line_) {
    throw fatal_error{fmt::format("{} and {} disagree about {}: the file changed, or the runs were started differently",
                                  last_place_, run.place(), last_path_)};
  }
  return is_repeated;
}

void merged_runs::count(run_reader& run) {
  file_line& file = run.file();
  last_path_ = file.path;
  last_line_ = run.line();
  last_place_ = run.place();
  if (warnings_as_errors_) {
    file.raise_warnings_to_errors();
  }
  if (file.destination != nullptr && titles_.size() < 2) {
    titles_.emplace(file.destination->title);
  }
  total_.add(file.result);
}

void merged_runs::advance(run_reader& run) {
  if (run.next(*names_)) {
    queue_.push(&run);
  } else {
    end(run);
  }
}

void merged_runs::end(const run_reader& run) {
  first_ended_ = first_ended_ == nullptr ? &run : first_ended_;
  const run_summary& first = first_ended_->summary();
  const run_summary& last = run.summary();
  total_.judged = first.judged;
  if (last.judged != first.judged || last.shards != first.shards || last.start != first.start) {
    const auto description = [](const run_summary& summary) {
      const std::string part = summary.shards == 0 ? "a whole run" : fmt::format("one of {} shards", summary.shards);
      return fmt::format("{} of {}", part, summary.judged ? "check" : "facts");
    };
    throw fatal_error{
        fmt::format("{} ({}) and {} ({}) were started differently; all shards need the same paths (spelt alike), "
                    "options and configurations",
                    first_ended_->name(), description(first), run.name(), description(last))};
  }
  files_of_shards_ += shards_.insert(last.shard).second ? last.files : 0;
  total_.elapsed_seconds = std::max(total_.elapsed_seconds, last.elapsed_seconds);
}

/// A shard that was never run is not seen by its files.
void merged_runs::require_complete() const {
  constexpr std::size_t most_named = 8;
  const std::uint32_t count = first_ended_ != nullptr ? first_ended_->summary().shards : 0;
  std::vector<std::uint32_t> missing;
  for (std::uint32_t number = 1; number <= count && missing.size() < most_named; ++number) {
    if (!shards_.contains(number)) {
      missing.push_back(number);
    }
  }
  if (const std::size_t left = count - std::min<std::size_t>(count, shards_.size()); left > 0) {
    throw fatal_error{fmt::format("{} of the {} shards {} missing: {}{}", left, count, left == 1 ? "is" : "are",
                                  fmt::join(missing, ", "), missing.size() < left ? ", ..." : "")};
  }
  // No file is in two shards, so one of them was given twice and says less the first time or the second.
  if (count > 0 && total_.files != files_of_shards_) {
    throw fatal_error{
        fmt::format("a shard is given twice with different files ({} in all, {} in the summaries); files came or went "
                    "between the runs",
                    total_.files, files_of_shards_)};
  }
}

run_summary merged_runs::summary() const {
  run_summary made = total_;
  made.title = titles_.size() == 1 ? std::string_view{*titles_.begin()} : std::string_view{};
  return made;
}

}  // namespace preflight::cli
