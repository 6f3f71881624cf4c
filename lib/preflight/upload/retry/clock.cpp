#include <preflight/upload/retry/clock.hpp>

#include <algorithm>
#include <thread>

namespace preflight::upload {

void clock::wait(std::chrono::nanoseconds how_long, const std::function<bool()>& is_needless) {
  constexpr std::chrono::nanoseconds step = std::chrono::milliseconds{50};
  const steady_time until = now() + how_long;
  for (auto left = how_long; left.count() > 0 && !(is_needless && is_needless()); left = until - now()) {
    std::this_thread::sleep_for(std::min(left, step));
  }
}

}  // namespace preflight::upload
