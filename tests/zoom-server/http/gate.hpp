#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace zoom_server {

/// Where requests wait that a fault holds, until a test lets them go; none waits longer than `most`.
class gate {
 public:
  static constexpr std::chrono::seconds most{60};

  void wait() {
    std::unique_lock lock{mutex_};
    ++held_;
    changed_.notify_all();
    const std::uint64_t arrived = opened_;
    changed_.wait_for(lock, most, [&] { return opened_ != arrived; });
    --held_;
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    ++opened_;
    changed_.notify_all();
  }
  /// Returns when so many wait, or after `most`; says how many do.
  std::uint64_t wait_for(std::uint64_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, most, [&] { return held_ >= count; });
    return held_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t held_ = 0;
  std::uint64_t opened_ = 0;
};

}  // namespace zoom_server
