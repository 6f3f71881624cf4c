#pragma once

#include <mutex>
#include <set>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/output/all.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/send/item_upload.hpp>

#include "cli/first_exception.hpp"
#include "cli/standard_streams.hpp"
#include "options/send_options.hpp"
#include "output/output_file.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"

namespace preflight::cli {

/// Where `plan --out` writes to.
struct plan_place {
  explicit plan_place(const std::string& path) : name{path}, file{path == "-" ? "/dev/stdout" : path, "--out"} {}

  std::string name;
  output_file file;
};

/// Where a run that sends says what becomes of everything: outputs, a line of progress, log lines. For several threads.
class item_report {
 public:
  /// Opens the outputs; `place` is what else is written. Throws fatal_error, also where one is the ledger or the like.
  item_report(const send_options& options, const standard_streams& streams, const plan_place* place = nullptr);

  /// Throws fatal_error where this file is also a place to write to.
  void reject_read_file(const std::string& path, std::string_view description) const {
    outputs_.reject_read_file(path, description);
  }
  /// For the summary and each item.
  void name_ledger(const std::string& path, const std::string& account) {
    summary_.ledger = path;
    summary_.account = account;
  }
  /// What happens before the first item is done: "12 of 500 files read".
  void show_stage(upload::planning_stage stage, std::size_t done, std::size_t total);
  void erase();
  void begin(std::size_t items);
  /// One more is done, in whatever order.
  void count(const upload::item_result& result);
  /// Everything about one, in order. False where one of the outputs cannot be written; end() says so.
  bool write(const upload::plan_item& item, const upload::item_result& result);
  /// The outputs that can be written are whole. Throws what the first of the others failed with.
  void end();
  /// All of it for a plan that is not carried out.
  void write(const upload::plan& plan);
  [[nodiscard]] bool is_verbose() const { return streams_.is_verbose; }
  void log(upload::log_level level, std::string_view line);
  /// 0 all is well, 1 something was refused or failed, 3 something is unknown or still queued.
  [[nodiscard]] int status() const;
  [[nodiscard]] const upload::item_summary& summary() const { return summary_; }

 private:
  using clock = std::chrono::steady_clock;
  void write_summary();
  /// Has the writer of each output append to its own text.
  template <class Append>
  void render(Append append);
  [[nodiscard]] bool is_listed(const upload::item_writer& writer, const upload::item_result& result) const;
  [[nodiscard]] std::uint64_t repeated_remedies(const upload::item_result& result);

  std::mutex mutex_;
  standard_streams streams_;
  bool is_quiet_;
  progress progress_;
  outputs outputs_;
  upload::item_summary summary_;
  first_exception failure_;
  clock::time_point start_ = clock::now();
  clock::time_point stage_start_;
  std::optional<upload::planning_stage> stage_;
  std::size_t items_ = 0;
  std::size_t done_ = 0;
  std::size_t problems_ = 0;
  std::size_t tried_ = 0;
  std::size_t lines_ = 0;                            ///< of the first text
  std::vector<const upload::item_writer*> writers_;  ///< of each output
  std::vector<std::string> texts_;                   ///< for each output
  std::set<std::string, std::less<>> remedies_;      ///< that were written
};

inline constexpr int status_open = 3;

}  // namespace preflight::cli
