#include <optional>

#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/retry/rate_limiter.hpp>
#include <preflight/upload/retry/retry_policy.hpp>

namespace preflight::upload {

bool is_worth_another(const api_result& what, unsigned tries) {
  constexpr unsigned most_tries_when_limited = 5;
  constexpr unsigned most_tries_when_failed = 3;
  if (what.kind == result_kind::too_fast) {
    return tries < most_tries_when_limited;
  }
  const bool is_passing =
      what.outcome == "no-answer" || what.outcome == "server-error" || what.outcome == "answer-unreadable";
  return what.kind == result_kind::failed && is_passing && tries < most_tries_when_failed;
}

std::chrono::nanoseconds retry_policy::after(const exchange& came, unsigned tries, clock::utc_time now) {
  const std::optional<clock::utc_time> asked_for = wait_asked_for(came, now);
  const std::lock_guard lock{guard_};
  const double chance = std::uniform_real_distribution{0.0, 1.0}(chance_);
  return pause_after(tries, asked_for ? std::optional{std::chrono::nanoseconds{*asked_for - now}} : std::nullopt,
                     chance);
}

}  // namespace preflight::upload
