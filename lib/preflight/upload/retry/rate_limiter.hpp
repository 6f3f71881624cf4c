#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/retry/rates.hpp>

namespace preflight::upload {

/// Waits so that no label's rate is exceeded, for all threads together. Calls are spaced evenly: a bucket that starts
/// full would send a second's calls at once, and those of the next second behind them.
class rate_limiter {
 public:
  /// `calls_a_second` stands in for the plan's rates where it is set; 0: no limit.
  rate_limiter(zoom_plan plan, std::optional<std::uint32_t> calls_a_second, clock& time);

  /// Returns when a call of this kind may be made, with nothing; or, as soon as a daily limit closes the kind, with
  /// when that ends.
  [[nodiscard]] std::optional<clock::utc_time> acquire(rate_label label);
  /// Nobody makes a call of this kind before the time is over, and from then on they are made half as often: they came
  /// too fast. Several refusals within the time count once.
  void slow_down(rate_label label, std::chrono::nanoseconds how_long);
  /// A call of this kind did not come too fast: after a number of them what slow_down() added is halved.
  void speed_up(rate_label label);
  /// Nobody makes a call of this kind before the time is over.
  void delay(rate_label label, std::chrono::nanoseconds how_long);

  /// No more calls of this kind until then: a daily limit.
  void block_until(rate_label label, clock::utc_time when);

 private:
  struct bucket {
    std::chrono::nanoseconds usual{};  ///< between two calls
    std::chrono::nanoseconds apart{};  ///< as long as calls came too fast
    unsigned in_time = 0;              ///< calls that did not, since `apart` was changed
    clock::steady_time next{};
    clock::steady_time slowed_until{};
    std::optional<clock::utc_time> closed;
  };
  [[nodiscard]] bucket& bucket_of(rate_label label) { return buckets_[static_cast<std::size_t>(label)]; }
  [[nodiscard]] std::optional<clock::utc_time> closed_until(bucket& own) const;

  clock* time_;
  std::mutex guard_;
  std::array<bucket, rate_label_names.size()> buckets_{};
};

/// How long to wait before the next try after `tries` refused ones: what the service asks for, else 1, 2, 4, 8 s, at
/// most 30 s; and up to a quarter more, so that many clients do not come back at once. `chance` is from [0, 1).
[[nodiscard]] std::chrono::nanoseconds pause_after(unsigned tries, std::optional<std::chrono::nanoseconds> asked_for,
                                                   double chance);

}  // namespace preflight::upload
