#include "merge/merge_runs.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

std::string description(const run_summary& run) {
  const std::string part = run.shards == 0 ? "a whole run" : fmt::format("one of {} shards", run.shards);
  return fmt::format("{} of {}", part, run.judged ? "check" : "facts");
}

/// A shard that was never run is not seen by its files.
void require_all_shards(const std::map<std::uint32_t, std::uint64_t>& shards, std::uint32_t count) {
  constexpr std::size_t most_named = 8;
  std::vector<std::uint32_t> missing;
  for (std::uint32_t number = 1; number <= count && missing.size() < most_named; ++number) {
    if (!shards.contains(number)) {
      missing.push_back(number);
    }
  }
  if (!missing.empty()) {
    const std::size_t left = count - shards.size();
    throw fatal_error{fmt::format("{} of the {} shards {} missing: {}{}", left, count, left == 1 ? "is" : "are",
                                  fmt::join(missing, ", "), missing.size() < left ? ", ..." : "")};
  }
}

/// Every shard goes through all folders, so the same is left out of each, unless files were added or removed between
/// them.
void add_skipped(skipped_entries& total, const skipped_entries& part) {
  for (std::size_t i = 0; i < total.counts.size(); ++i) {
    total.counts[i] = std::max(total.counts[i], part.counts[i]);
  }
  total.paths.insert(total.paths.end(), part.paths.begin(), part.paths.end());
  std::ranges::sort(total.paths, [](const auto& a, const auto& b) { return comes_before(a.first, b.first); });
  const auto repeated = std::unique(total.paths.begin(), total.paths.end(),
                                    [](const auto& a, const auto& b) { return a.first == b.first; });
  total.paths.erase(repeated, total.paths.end());
}

/// Throws where these runs, which all have ended, are not parts of one whole.
void complete(run_summary& total, std::span<const std::unique_ptr<run_reader>> runs) {
  std::set<std::string> configurations;
  std::map<std::uint32_t, std::uint64_t> shards;  // number and files, the fewest where it is given twice
  const run_summary& first = runs.front()->summary();
  for (const auto& run : runs) {
    const run_summary& summary = run->summary();
    if (summary.judged != first.judged || summary.shards != first.shards || summary.start != first.start) {
      throw fatal_error{
          fmt::format("{} ({}) and {} ({}) were started differently; all shards need the same paths (spelt alike), "
                      "options and configurations",
                      runs.front()->name(), description(first), run->name(), description(summary))};
    }
    std::uint64_t& files = shards.emplace(summary.shard, summary.files).first->second;
    files = std::min(files, summary.files);
    total.judged = summary.judged;
    add_skipped(total.skipped, summary.skipped);
    total.known = summary.known ? std::optional{total.known.value_or(0) + *summary.known} : total.known;
    configurations.insert(summary.configurations.begin(), summary.configurations.end());
    total.elapsed_seconds = std::max(total.elapsed_seconds, summary.elapsed_seconds);
  }
  // An entry of a baseline that is stale to one shard may not be to the next.
  total.stale = runs.size() == 1 && first.shards == 0 ? first.stale : std::nullopt;
  total.configurations.assign(configurations.begin(), configurations.end());
  require_all_shards(shards, first.shards);
  const std::uint64_t files = std::accumulate(shards.begin(), shards.end(), std::uint64_t{0},
                                              [](std::uint64_t sum, const auto& shard) { return sum + shard.second; });
  if (first.shards > 0 && total.files != files) {  // although no file is in two shards
    throw fatal_error{"a shard is given twice with different files; files were added or removed between the runs"};
  }
}

}  // namespace

run_summary merge_runs(std::span<const std::unique_ptr<run_reader>> runs,
                       const std::function<void(const file_line& file, const run_summary& total)>& write) {
  std::map<std::string_view, run_reader*, decltype(&comes_before)> queue{&comes_before};
  const auto advance = [&](run_reader& run) {
    while (run.next()) {
      const auto [entry, is_new] = queue.emplace(run.file().path, &run);
      if (is_new) {
        return;
      }
      if (run.line() != entry->second->line()) {
        throw fatal_error{
            fmt::format("{} and {} disagree about {}: the file changed, or the runs were started differently",
                        entry->second->place(), run.place(), run.file().path)};
      }
    }
  };
  for (const auto& run : runs) {
    advance(*run);
  }
  run_summary total;
  while (!queue.empty()) {
    run_reader& run = *queue.begin()->second;
    queue.erase(queue.begin());
    total.add(run.file().result);
    write(run.file(), total);
    advance(run);
  }
  complete(total, runs);
  return total;
}

}  // namespace preflight::cli
