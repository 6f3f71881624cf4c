#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <random>

#include <preflight/upload/api/api_result.hpp>

namespace preflight::upload {

/// Whether to try a call again, and when. For several threads.
class retry_policy {
 public:
  /// Whether another try after so many can do no harm, and may help: nothing was carried out, or the call only reads.
  [[nodiscard]] static bool allows_another(const api_result& result, unsigned tries);

  /// How long to wait before it: backoff() with a chance of its own.
  [[nodiscard]] std::chrono::nanoseconds pause(unsigned tries, std::optional<std::chrono::nanoseconds> asked_for);

 private:
  std::mutex guard_;
  std::minstd_rand chance_{std::random_device{}()};
};

/// How long to wait before the next try after `tries` refused ones: what the service asks for, else 1, 2, 4, 8 s, at
/// most 30 s; and up to a quarter more, so that many clients do not come back at once. `chance` is from [0, 1).
[[nodiscard]] std::chrono::nanoseconds backoff(unsigned tries, std::optional<std::chrono::nanoseconds> asked_for,
                                               double chance);

}  // namespace preflight::upload
