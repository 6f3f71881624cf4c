#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include <preflight/upload/retry/clock.hpp>

namespace preflight::test {

/// A clock that stands still until the test moves it: who waits is held until then, or until the wait is needless.
class held_clock final : public upload::clock {
 public:
  steady_time now() override {
    const std::lock_guard hold{guard_};
    return steady_time{} + passed_;
  }
  upload::utc_time today() override {
    const std::lock_guard hold{guard_};
    return std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{20} +
           std::chrono::duration_cast<std::chrono::system_clock::duration>(passed_);
  }
  using clock::wait;
  void wait(std::chrono::nanoseconds how_long, const std::function<bool()>& is_needless) override {
    std::unique_lock hold{guard_};
    const std::chrono::nanoseconds until = passed_ + how_long;
    ++waits_;
    changed_.notify_all();
    while (passed_ < until) {
      const unsigned seen = looks_;
      hold.unlock();
      const bool is_over = is_needless && is_needless();
      hold.lock();
      if (is_over) {
        return;
      }
      changed_.wait(hold, [&] { return looks_ != seen; });
    }
  }

  /// Everybody who waits looks whether the time is over, or the wait needless.
  void pass(std::chrono::nanoseconds how_long) {
    const std::lock_guard hold{guard_};
    passed_ += how_long;
    ++looks_;
    changed_.notify_all();
  }
  /// Returns when so many waits were begun since the start.
  void wait_until_begun(unsigned waits) {
    std::unique_lock hold{guard_};
    changed_.wait(hold, [&] { return waits_ >= waits; });
  }

 private:
  std::mutex guard_;
  std::condition_variable changed_;
  std::chrono::nanoseconds passed_{};
  unsigned looks_ = 0;
  unsigned waits_ = 0;
};

}  // namespace preflight::test
