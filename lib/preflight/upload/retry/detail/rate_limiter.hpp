#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/retry/rates.hpp>

namespace preflight::upload {

/// Waits so that no label's rate is exceeded, for all threads together. Calls are spaced evenly: a bucket that starts
/// full would send a second's calls at once, and those of the next second after them.
class rate_limiter {
 public:
  /// `calls_a_second` stands in for the plan's rates where it is set; 0: no limit.
  rate_limiter(zoom_plan plan, std::optional<std::uint32_t> calls_a_second, upload::clock& clock);

  /// Returns when a call of this kind may be made, with nothing; or, as soon as a daily limit closes the kind, with
  /// when that ends.
  [[nodiscard]] std::optional<utc_time> acquire(rate_label label);
  /// No call of this kind is made before the time is over, and from then on they are made half as often: they came
  /// too fast. Several refusals within the time count once.
  void slow_down(rate_label label, std::chrono::nanoseconds pause);
  /// A call of this kind did not come too fast: after a number of them what slow_down() added is halved.
  void speed_up(rate_label label);
  /// No call of this kind is made before the time is over.
  void delay(rate_label label, std::chrono::nanoseconds pause);

  /// No more calls of this kind until then: a daily limit.
  void block_until(rate_label label, utc_time reopens);

 private:
  struct bucket {
    std::chrono::nanoseconds usual{};  ///< between two calls
    std::chrono::nanoseconds apart{};  ///< as long as calls came too fast
    unsigned in_time = 0;              ///< calls that did not, since `apart` was changed
    clock::steady_time next{};
    clock::steady_time slowed_until{};
    std::optional<utc_time> closed;
  };
  [[nodiscard]] bucket& bucket_of(rate_label label) { return buckets_[static_cast<std::size_t>(label)]; }
  [[nodiscard]] std::optional<utc_time> closed_until(bucket& own) const;

  upload::clock* clock_;
  std::mutex guard_;
  std::array<bucket, rate_label_names.size()> buckets_{};
};

}  // namespace preflight::upload
