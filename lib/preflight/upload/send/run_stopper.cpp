#include <utility>

#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/send/run_stopper.hpp>

namespace preflight::upload {
namespace {

/// No answer, or one that something else than the service gave: the service's own refusals have a code.
bool is_none_of_the_service(const api_result& result) {
  return !result.ok() && !result.code && result.kind != result_kind::too_fast &&
         result.kind != result_kind::daily_limit;
}

std::string reason_of(const api_result& last, unsigned in_a_row) {
  const std::string times = std::to_string(in_a_row);
  if (last.error == api_error::sign_in_too_fast) {
    return "the sign-in service rejected " + times + " calls in a row as too fast; run again later";
  }
  if (last.kind == result_kind::too_fast) {
    return "Zoom rejected " + times + " calls in a row as too fast; run again with a lower --calls-per-second";
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

void run_stopper::stop(const std::string& reason) {
  const std::lock_guard lock{guard_};
  reason_ = reason_.empty() ? reason : reason_;
}

void run_stopper::record_response(const api_result& result, call_side side) {
  const std::lock_guard lock{guard_};
  const bool is_limit = result.kind == result_kind::daily_limit;
  const bool is_fruitless = is_none_of_the_service(result) || result.kind == result_kind::too_fast;
  unsigned& fruitless = fruitless_[static_cast<std::size_t>(side)];
  std::string reason;
  if (is_limit || is_final(result.error)) {
    is_day_over_ = is_day_over_ || (is_limit && reason_.empty());
    reason = sentence_of(result);
  } else if (fruitless = is_fruitless ? fruitless + 1 : 0; fruitless >= in_a_row_) {
    reason = reason_of(result, in_a_row_);
  }
  reason_ = reason_.empty() ? reason : reason_;
}

std::string run_stopper::stop_reason() {
  const std::lock_guard lock{guard_};
  if (reason_.empty() && is_over_ && is_over_()) {
    reason_ = interrupted{}.what();
  }
  return reason_;
}

bool run_stopper::is_day_over() {
  const std::lock_guard lock{guard_};
  return is_day_over_;
}

}  // namespace preflight::upload
