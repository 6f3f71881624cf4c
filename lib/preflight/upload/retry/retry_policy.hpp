#pragma once

#include <chrono>
#include <mutex>
#include <random>

#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/response/api_result.hpp>
#include <preflight/upload/retry/clock.hpp>

namespace preflight::upload {

/// Whether another try after so many can do no harm, and may help: nothing was carried out, or the call only reads.
[[nodiscard]] bool is_worth_another(const api_result& what, unsigned tries);

/// How long to wait before it: pause_after() with a chance of its own. For several threads.
class retry_policy {
 public:
  [[nodiscard]] std::chrono::nanoseconds after(const exchange& came, unsigned tries, clock::utc_time now);

 private:
  std::mutex guard_;
  std::minstd_rand chance_{std::random_device{}()};
};

}  // namespace preflight::upload
