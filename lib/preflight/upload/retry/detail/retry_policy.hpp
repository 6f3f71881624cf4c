#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <random>

#include <preflight/text/formats/utc_time.hpp>
#include <preflight/upload/api/api_result.hpp>

namespace preflight::upload {

/// How long to wait before the next try after `tries` refused ones: what the service asks for, else 1, 2, 4, 8 s, at
/// most 30 s; and up to a quarter more, so that many clients do not come back at once. `chance` is from [0, 1).
[[nodiscard]] inline std::chrono::nanoseconds backoff(unsigned tries, std::optional<std::chrono::nanoseconds> requested,
                                                      double chance) {
  using std::chrono::nanoseconds;
  const nanoseconds usual = std::chrono::seconds{1} * (std::int64_t{1} << std::clamp(tries, 1U, 6U)) / 2;
  const nanoseconds pause =
      std::clamp(requested.value_or(usual), nanoseconds{0}, nanoseconds{std::chrono::seconds{30}});
  return pause + nanoseconds{static_cast<std::int64_t>(static_cast<double>(pause.count()) / 4 * chance)};
}

/// Whether to try a call again, and when. For several threads.
class retry_policy {
 public:
  /// Whether another try after so many can do no harm, and may help: nothing was carried out, or the call only reads.
  [[nodiscard]] static bool allows_another(const api_result& result, unsigned tries) {
    constexpr unsigned max_tries_when_limited = 5;
    constexpr unsigned max_tries_when_failed = 3;
    if (result.kind == result_kind::too_fast) {
      return tries < max_tries_when_limited;
    }
    const bool is_passing = result.error == api_error::no_answer || result.error == api_error::server_error ||
                            result.error == api_error::answer_unreadable;
    return result.kind == result_kind::failed && is_passing && tries < max_tries_when_failed;
  }

  /// How long to wait before it, where the service may have named a time.
  [[nodiscard]] std::chrono::nanoseconds pause(unsigned tries, std::optional<utc_time> retry_at, utc_time now) {
    const std::lock_guard lock{guard_};
    return backoff(tries, retry_at ? std::optional<std::chrono::nanoseconds>{*retry_at - now} : std::nullopt,
                   std::uniform_real_distribution{0.0, 1.0}(chance_));
  }

 private:
  std::mutex guard_;
  std::minstd_rand chance_{std::random_device{}()};
};

}  // namespace preflight::upload
