#include "merge/written_run.hpp"

#include <compare>
#include <utility>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "scan/shard.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

/// The working folder itself is written ".", and comes before all that is in it.
std::string_view as_sorted(std::string_view path) { return path == "." ? std::string_view{} : path; }

}  // namespace

bool written_run::advance() {
  if (!lines_.next()) {
    throw fatal_error{fmt::format("{} {}, so the run that was to write it did not end; run it again", lines_.name(),
                                  lines_.number() == 0
                                      ? std::string{"is empty"}
                                      : fmt::format("ends without a summary (line {})", lines_.number()))};
  }
  std::swap(path_before_, file_.path);
  try {
    if (read_line(lines_.line(), *how_.names, file_, summary_) == line_kind::summary) {
      take_summary();
      return false;
    }
  } catch (const not_ours& reason) {
    refuse(reason.why);
  }
  take_file();
  return true;
}

void written_run::take_file() {
  const bool is_judged = file_.judged_for != nullptr;
  if (counted_.files == 0) {
    counted_.judged = is_judged;
  } else if (counted_.judged != is_judged) {
    refuse("lines of check and of facts are mixed");
  } else if (std::is_gt(compare_paths(as_sorted(path_before_), as_sorted(file_.path)))) {
    refuse("this file does not come after the one before it; give each run as a file of its own, as it was written");
  }
  counted_.add(file_.found);
  path_hashes_.push_back(path_hash(file_.path));
  for (finding& each : file_.found.findings()) {
    if (how_.warnings_as_errors && each.severity == severity::warning) {
      each.severity = severity::error;
    }
  }
}

void written_run::take_summary() {
  const bool is_judged = counted_.files == 0 ? summary_.judged : counted_.judged;
  const bool counts_alike =
      !is_judged || (summary_.passed == counted_.passed && summary_.warned == counted_.warned &&
                     summary_.failed == counted_.failed && summary_.findings == counted_.findings);
  if (summary_.judged != is_judged || summary_.files != counted_.files || !counts_alike) {
    refuse(fmt::format("the summary, of {} files, does not count the {} before it; something is missing or was changed",
                       summary_.files, counted_.files));
  }
  if (summary_.shard > summary_.shards || (summary_.shards > 0 && summary_.shard == 0)) {
    refuse(fmt::format("there is no shard {} of {}", summary_.shard, summary_.shards));
  }
  for (std::size_t i = 0; summary_.shards > 0 && i < path_hashes_.size(); ++i) {
    if (path_hashes_[i] % summary_.shards != summary_.shard - 1) {
      refuse(fmt::format("the file of line {} is not of shard {} of {}", i + 1, summary_.shard, summary_.shards));
    }
  }
  if (lines_.next()) {
    refuse("lines follow after the summary; give each run as a file of its own");
  }
}

std::string_view written_run::sorted_by() const { return as_sorted(file_.path); }

std::string written_run::place() const { return fmt::format("{}, line {}", lines_.name(), lines_.number()); }

void written_run::refuse(std::string_view why) const { throw fatal_error{fmt::format("{}: {}", place(), why)}; }

}  // namespace preflight::cli
