#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/writer.hpp>
#include <preflight/upload/log.hpp>
#include <preflight/upload/output/item_writer.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/plan/recipients.hpp>
#include <preflight/upload/send/item_upload.hpp>

#include "cli/first_exception.hpp"
#include "cli/standard_streams.hpp"
#include "options/send_options.hpp"
#include "output/output_file.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"
#include "run/file_judging.hpp"

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
  /// Opens the outputs; `plan` is what else is written. Throws fatal_error, also where one of these places is something
  /// that the run reads or keeps.
  item_report(const sending_request& request, const standard_streams& around, const plan_place* plan = nullptr);

  /// Throws fatal_error where one of these, whose relative paths start from `folder`, or a configuration that counts
  /// for them, is also a place to write to.
  void reject_read_file(std::span<const upload::upload_request> wanted, const std::string& folder, file_judging& by);

  /// What happens before the first item is done: "files read", 12, 500.
  void show_stage(std::string_view what, std::size_t done, std::size_t of);

  /// Takes the line of progress away.
  void erase();

  /// Sending begins.
  void begin(std::size_t items);
  /// One more is done, in whatever order.
  void count(const upload::item_result& result);
  /// Everything about one, in order. An output that cannot be written keeps no other from it; end() says so.
  void write(const upload::plan_item& item, const upload::item_result& result);
  /// Whether there is such an output.
  [[nodiscard]] bool is_cut_off();
  /// The outputs that can be written are whole. Throws what the first of the others failed with.
  void end();

  void log(upload::log_level level, std::string_view line);

  /// 0 all is well, 1 something was refused or failed, 3 something is unknown or still queued.
  [[nodiscard]] int status() const;
  [[nodiscard]] const upload::item_summary& summary() const { return summary_; }

 private:
  void say_summary();
  /// Has the writer of each output append to its own text.
  template <class Append>
  void render(Append append);
  [[nodiscard]] std::uint64_t remedies_said(const upload::item_result& result);

  std::mutex one_at_a_time_;
  standard_streams around_;
  bool is_quiet_;
  progress line_;
  outputs to_;
  upload::item_summary summary_;
  first_exception unwritten_;
  using clock = std::chrono::steady_clock;
  clock::time_point began_;
  clock::time_point stage_began_;
  std::string stage_;
  std::size_t items_ = 0;
  std::size_t done_ = 0;
  std::size_t not_well_ = 0;
  std::size_t tried_ = 0;
  std::vector<const upload::item_writer*> writers_;  ///< of each output
  std::vector<std::string> texts_;                   ///< for each output
  std::vector<upload::written_deletion> deletes_;
  std::set<std::string, std::less<>> remedies_;  ///< that were written
};

inline constexpr int status_open = 3;

}  // namespace preflight::cli
