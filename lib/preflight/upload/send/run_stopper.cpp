#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/send/run_stopper.hpp>

namespace preflight::upload {
namespace {

/// What no later call of the same run would be answered otherwise.
bool is_final(const api_result& said) {
  constexpr std::array<std::string_view, 9> outcomes{"token-refused",    "client-refused",    "account-refused",
                                                     "app-disabled",     "app-without-owner", "app-of-another-type",
                                                     "token-unreadable", "redirected",        "certificate-refused"};
  return std::find(outcomes.begin(), outcomes.end(), said.outcome) != outcomes.end();
}

/// No answer, or one that something else than the service gave: the service's own refusals have a code.
bool is_none_of_the_service(const api_result& said) {
  return !said.ok() && !said.code && said.kind != result_kind::too_fast && said.kind != result_kind::daily_limit;
}

std::string reason_of(const api_result& last, unsigned in_a_row) {
  const std::string times = std::to_string(in_a_row);
  if (last.outcome == "sign-in-too-fast") {
    return "the sign-in service rejected " + times + " calls in a row as too fast; run again later";
  }
  if (last.kind == result_kind::too_fast) {
    return "Zoom rejected " + times + " calls in a row as too fast; run again with a lower --calls-a-second";
  }
  if (last.http_status == 0) {
    return "Zoom could not be reached " + times + " times in a row";
  }
  return times + " calls in a row got no response from Zoom itself, the last one HTTP " +
         std::to_string(last.http_status) + "; check the URL and any proxy";
}

}  // namespace

run_stopper::run_stopper(unsigned in_a_row, std::function<bool()> is_over)
    : in_a_row_{in_a_row}, is_over_{std::move(is_over)} {}

void run_stopper::stop(const std::string& why) {
  const std::lock_guard hold{one_at_a_time_};
  stop_locked(why);
}

void run_stopper::stop_locked(const std::string& why) { why_ = why_.empty() ? why : why_; }

void run_stopper::record_response(const api_result& said, call_side of) {
  const std::lock_guard hold{one_at_a_time_};
  unsigned& fruitless = fruitless_[static_cast<std::size_t>(of)];
  if (said.kind == result_kind::daily_limit) {
    is_day_over_ = is_day_over_ || why_.empty();
    stop_locked(sentence_of(said));
  } else if (is_final(said)) {
    stop_locked(sentence_of(said));
  } else if (is_none_of_the_service(said) || said.kind == result_kind::too_fast) {
    if (++fruitless >= in_a_row_) {
      stop_locked(reason_of(said, in_a_row_));
    }
  } else {
    fruitless = 0;
  }
}

std::string run_stopper::stop_reason() {
  const std::lock_guard hold{one_at_a_time_};
  if (why_.empty() && is_over_ && is_over_()) {
    why_ = interrupted{}.what();
  }
  return why_;
}

bool run_stopper::is_day_over() {
  const std::lock_guard hold{one_at_a_time_};
  return is_day_over_;
}

}  // namespace preflight::upload
