#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <preflight/output/writer.hpp>

#include "cli/standard_streams.hpp"
#include "options/scan_options.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"
#include "scan/batch.hpp"
#include "scan/file_checker.hpp"
#include "scan/file_queue.hpp"
#include "scan/one_user.hpp"
#include "scan/run_details.hpp"

namespace preflight::cli {

/// How many of its descriptors a thread may keep open beside the file it looks at.
struct scanner_descriptors {
  unsigned folders = 1;  ///< of a batch
  unsigned closing = 1;  ///< of files that wait to be closed
};

/// Threads that take batches of candidates, look at them, write their texts and hand these in, in the order of output.
/// Each step that cannot be shared is done by whoever holds its lock, for a whole batch; what is handed in too early
/// waits in a window of fixed size.
class scanner {
 public:
  scanner(file_queue& queue, outputs& outputs, const scan_options& options, const standard_streams& streams,
          progress& progress);

  /// What it lists is left out of reports.
  void set_baseline(baseline& known) { baseline_ = &known; }

  /// Everything. Throws what a thread threw.
  [[nodiscard]] run_summary run();
  /// Files whose facts were wanted but could not be read, or not be decoded with any proof, of all files. They were
  /// named on the messages' descriptor.
  [[nodiscard]] std::uint64_t unread() const { return unread_; }
  /// Candidates, whether they turned out to be media or not, and fell to this shard or to another.
  [[nodiscard]] std::uint64_t offered() const { return offered_; }
  [[nodiscard]] const run_details& details() const { return details_; }

 private:
  /// What one batch came to.
  struct result_slot {
    std::vector<std::string> texts;  ///< one for each output
    std::string messages;
    run_summary part;
    std::uint64_t unread = 0;
    run_details details;
    const preflight::destination* destination = nullptr;
    bool is_mixed = false;  ///< judged for more than one destination
    double seconds = -1;    ///< that the file written last took
    bool is_ready = false;
  };

  void worker_loop(bool is_first);
  void start_threads(unsigned count);
  void join_threads();
  [[nodiscard]] bool fill(batch& files, std::uint64_t& sequence, std::size_t room);
  void check_batch(const batch& files, file_checker& checker, result_slot& slot) const;
  void write_file(const batch& files, const batch::item& item, const file_checker& checker, result_slot& slot) const;
  [[nodiscard]] bool submit(std::uint64_t sequence, result_slot& slot);
  void write_in_order(result_slot& slot);
  void stop(std::exception_ptr exception);
  [[noreturn]] void end_early() const;

  file_queue* queue_;
  outputs* outputs_;
  const scan_options* options_;
  unsigned jobs_;        ///< at most
  unsigned usual_jobs_;  ///< as long as files do not wait for storage
  standard_streams streams_;
  progress* progress_;
  one_user run_;
  baseline* baseline_ = nullptr;

  scanner_descriptors descriptors_;
  std::mutex thread_mutex_;
  std::deque<std::thread> threads_;

  std::mutex fill_mutex_;
  std::uint64_t next_to_fill_ = 0;
  std::atomic<bool> is_exhausted_ = false;
  std::uint64_t offered_ = 0;

  std::mutex submit_mutex_;
  std::condition_variable window_moved_;
  std::vector<result_slot> window_;
  std::uint64_t next_to_write_ = 0;
  run_summary total_;
  std::uint64_t unread_ = 0;
  run_details details_;
  const preflight::destination* destination_ = nullptr;
  bool is_mixed_ = false;
  bool is_stopped_ = false;
  std::exception_ptr exception_;
};

}  // namespace preflight::cli
