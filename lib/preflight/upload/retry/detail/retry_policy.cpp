#include <preflight/upload/retry/detail/retry_policy.hpp>

#include <algorithm>
#include <cstdint>

namespace preflight::upload {

bool retry_policy::allows_another(const api_result& result, unsigned tries) {
  constexpr unsigned max_tries_when_limited = 5;
  constexpr unsigned max_tries_when_failed = 3;
  if (result.kind == result_kind::too_fast) {
    return tries < max_tries_when_limited;
  }
  const bool is_passing = result.error == api_error::no_answer || result.error == api_error::server_error ||
                          result.error == api_error::answer_unreadable;
  return result.kind == result_kind::failed && is_passing && tries < max_tries_when_failed;
}

std::chrono::nanoseconds retry_policy::pause(unsigned tries, std::optional<std::chrono::nanoseconds> asked_for) {
  const std::lock_guard lock{guard_};
  return backoff(tries, asked_for, std::uniform_real_distribution{0.0, 1.0}(chance_));
}

std::chrono::nanoseconds backoff(unsigned tries, std::optional<std::chrono::nanoseconds> asked_for, double chance) {
  using std::chrono::nanoseconds;
  using std::chrono::seconds;
  const nanoseconds usual = seconds{1} * (std::int64_t{1} << std::clamp(tries, 1U, 6U)) / 2;
  const nanoseconds wanted = std::clamp(asked_for.value_or(usual), nanoseconds{0}, nanoseconds{seconds{30}});
  return wanted + nanoseconds{static_cast<std::int64_t>(static_cast<double>(wanted.count()) / 4 * chance)};
}

}  // namespace preflight::upload
