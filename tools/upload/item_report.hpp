#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/delivery.hpp>
#include <preflight/upload/log.hpp>
#include <preflight/upload/people.hpp>
#include <preflight/upload/plan.hpp>
#include <preflight/writer.hpp>

#include "outputs.hpp"
#include "progress.hpp"
#include "sending_request.hpp"
#include "surroundings.hpp"

namespace preflight::cli {

/// Where a run that sends says what becomes of everything: outputs, a line of progress, log lines. For several threads.
class item_report {
 public:
  /// Opens the outputs. Throws cannot_run.
  item_report(const sending_request& request, const surroundings& around);

  /// Throws cannot_run where one of these, whose relative paths start from `folder`, is also a place to write to.
  void must_not_be(std::span<const upload::wanted_item> wanted, const std::string& folder) const;

  /// What happens before the first item is done: "files read", 12, 500.
  void show_stage(std::string_view what, std::size_t done, std::size_t of);

  /// Takes the line of progress away.
  void erase();

  /// Sending begins.
  void begin(std::size_t items);
  /// One more is done, in whatever order.
  void count(const upload::item_result& result);
  /// Everything about one, in order.
  void write(const upload::plan_item& item, const upload::item_result& result);
  void end();

  void log(upload::log_level level, std::string_view line);

  /// 0 all is well, 1 something was refused or failed, 3 something is unknown or still queued.
  [[nodiscard]] int status() const;
  [[nodiscard]] const item_summary& summary() const { return summary_; }

 private:
  std::mutex one_at_a_time_;
  surroundings around_;
  progress line_;
  outputs to_;
  item_summary summary_;
  std::chrono::steady_clock::time_point began_;
  std::size_t items_ = 0;
  std::size_t done_ = 0;
  std::size_t not_well_ = 0;
  std::size_t sent_ = 0;
  std::vector<std::string> texts_;
};

inline constexpr int status_open = 3;

}  // namespace preflight::cli
