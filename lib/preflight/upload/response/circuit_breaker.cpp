#include <preflight/upload/response/circuit_breaker.hpp>

#include <string>

namespace preflight::upload {

namespace {
constexpr unsigned threshold = 5;
}

std::optional<api_result> circuit_breaker::known_result(call which) {
  const std::lock_guard lock{guard_};
  const state& own = states_[static_cast<std::size_t>(which)];
  if (own.in_a_row < threshold) {
    return std::nullopt;
  }
  api_result out = own.last;
  out.message =
      "Skipped: Zoom rejected this request type " + std::to_string(threshold) + " times in a row: " + out.message;
  out.http_status = 0;
  out.tracking_id.clear();
  return out;
}

void circuit_breaker::record(call which, const api_result& result) {
  const std::lock_guard lock{guard_};
  state& own = states_[static_cast<std::size_t>(which)];
  if (result.error == api_error::scope_missing || result.error == api_error::paid_account_only) {
    ++own.in_a_row;
    own.last = result;
  } else {
    own.in_a_row = 0;
  }
}

}  // namespace preflight::upload
