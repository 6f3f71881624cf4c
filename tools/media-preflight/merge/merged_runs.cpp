#include "merge/merged_runs.hpp"

#include <algorithm>
#include <compare>
#include <utility>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>

#include "cli/fatal_error.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

/// For a heap, whose first is the largest.
bool comes_later(const written_run* a, const written_run* b) {
  return std::is_gt(compare_paths(a->sorted_by(), b->sorted_by()));
}

}  // namespace

merged_runs::merged_runs(std::vector<std::unique_ptr<written_run>> runs) : runs_{std::move(runs)} {}

const file_line* merged_runs::next() {
  if (!std::exchange(has_begun_, true)) {
    for (const auto& each : runs_) {
      take_next_of(*each);
    }
  }
  for (;;) {
    if (current_ != nullptr) {
      take_next_of(*std::exchange(current_, nullptr));
    }
    if (standing_.empty()) {
      require_complete();
      return nullptr;
    }
    std::pop_heap(standing_.begin(), standing_.end(), comes_later);
    current_ = standing_.back();
    standing_.pop_back();
    const file_line& file = current_->file();
    const bool is_again = total_.files > 0 && file.path == path_before_;
    if (is_again && current_->line() != line_before_) {
      throw fatal_error{
          fmt::format("{} and {} say different things about {}: it changed between the runs, or they were not started "
                      "alike",
                      place_before_, current_->place(), file.path)};
    }
    if (!is_again) {
      count(file);
      return &file;
    }
  }
}

void merged_runs::count(const file_line& file) {
  path_before_ = file.path;
  line_before_ = current_->line();
  place_before_ = current_->place();
  const std::string_view destination = file.judged_for != nullptr ? file.judged_for->name : std::string_view{};
  if (total_.files == 0) {
    destination_ = destination;
    title_ = file.judged_for != nullptr ? file.judged_for->title : std::string_view{};
  }
  is_mixed_ = is_mixed_ || destination != destination_;
  total_.add(file.found);
}

void merged_runs::take_next_of(written_run& run) {
  if (run.advance()) {
    standing_.push_back(&run);
    std::push_heap(standing_.begin(), standing_.end(), comes_later);
  } else {
    end(run);
  }
}

void merged_runs::end(const written_run& run) {
  const run_summary& said = run.summary();
  if (first_ended_ == nullptr) {
    first_ended_ = &run;
    total_.judged = said.judged;
  }
  const run_summary& first = first_ended_->summary();
  const std::string& name = run.source().name();
  const std::string& first_name = first_ended_->source().name();
  if (said.judged != first.judged) {
    throw fatal_error{fmt::format("{} is of check and {} of facts; report them one by one",
                                  said.judged ? name : first_name, said.judged ? first_name : name)};
  }
  if (said.shards != first.shards) {
    const auto what = [](const run_summary& of) {
      return of.shards == 0 ? std::string{"a whole run"} : fmt::format("one of {} shards", of.shards);
    };
    throw fatal_error{fmt::format("{} is {} and {} is {}, so they are not parts of one whole", first_name, what(first),
                                  name, what(said))};
  }
  if (said.start != first.start) {
    throw fatal_error{
        fmt::format("{} and {} were not started alike: give all shards the same paths, spelt in the same "
                    "way, the same options and the same configurations",
                    first_name, name)};
  }
  if (shards_.insert(said.shard).second) {
    files_of_shards_ += said.files;
  }
  total_.elapsed_seconds = std::max(total_.elapsed_seconds, said.elapsed_seconds);
}

/// A shard that nobody ran is not seen by its files.
void merged_runs::require_complete() const {
  constexpr std::size_t most_named = 8;
  const std::uint32_t count = first_ended_ != nullptr ? first_ended_->summary().shards : 0;
  if (count == 0) {
    return;
  }
  if (shards_.size() == count) {
    // No file is in two shards, so one of them was given twice and says less the first time or the second.
    if (total_.files != files_of_shards_) {
      throw fatal_error{
          fmt::format("a shard is given twice, with other files: together these are {}, and the shards count {}; files "
                      "came or went between the runs",
                      total_.files, files_of_shards_)};
    }
    return;
  }
  std::vector<std::uint32_t> missing;
  for (std::uint32_t number = 1; number <= count && missing.size() < most_named; ++number) {
    if (!shards_.contains(number)) {
      missing.push_back(number);
    }
  }
  const std::size_t left = count - shards_.size();
  throw fatal_error{fmt::format("{} of the {} shards {} missing: {}{}", left, count, left == 1 ? "is" : "are",
                                fmt::join(missing, ", "), missing.size() < left ? ", ..." : "")};
}

run_summary merged_runs::summary() const {
  run_summary made = total_;
  made.title = is_mixed_ ? std::string_view{} : title_;
  return made;
}

}  // namespace preflight::cli
