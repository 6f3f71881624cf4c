#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

#include <preflight/text/formats/utc_time.hpp>

namespace preflight::upload {

using preflight::utc_time;

/// Thrown out of a wait, by a clock, where the person who waits wants to end. What is not begun stays queued.
class interrupted : public std::runtime_error {
 public:
  interrupted() : std::runtime_error{"the run was interrupted"} {}
};

/// The clocks and the patience of a run; tests give others, so that none of them waits.
class clock {
 public:
  using steady_time = std::chrono::steady_clock::time_point;

  clock() = default;
  clock(const clock&) = delete;
  clock& operator=(const clock&) = delete;
  virtual ~clock() = default;

  [[nodiscard]] virtual steady_time now() { return std::chrono::steady_clock::now(); }
  [[nodiscard]] virtual utc_time today() { return std::chrono::system_clock::now(); }
  /// Ends at the latest when the time is over, and soon after `is_needless` says so. Called by several threads at once.
  /// It may throw to end the wait; what it throws passes through the call.
  virtual void wait(std::chrono::nanoseconds duration, const std::function<bool()>& is_needless) {
    constexpr std::chrono::nanoseconds step = std::chrono::milliseconds{50};
    const steady_time until = now() + duration;
    for (auto left = duration; left.count() > 0 && !(is_needless && is_needless()); left = until - now()) {
      std::this_thread::sleep_for(std::min(left, step));
    }
  }
  void wait(std::chrono::nanoseconds duration) { wait(duration, {}); }
};

}  // namespace preflight::upload
