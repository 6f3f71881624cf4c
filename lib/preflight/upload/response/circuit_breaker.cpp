#include <preflight/upload/response/circuit_breaker.hpp>

#include <string>

namespace preflight::upload {
namespace {

constexpr unsigned enough = 5;

bool is_about_the_caller(const api_result& said) {
  return said.outcome == "scope-missing" || said.outcome == "paid-account-only";
}

}  // namespace

std::optional<api_result> circuit_breaker::of(call which) {
  const std::lock_guard hold{one_at_a_time_};
  const kind_of_call& own = kinds_[static_cast<std::size_t>(which)];
  if (own.in_a_row < enough) {
    return std::nullopt;
  }
  api_result out = own.last;
  out.message =
      "Skipped: Zoom rejected this request type " + std::to_string(enough) + " times in a row: " + out.message;
  out.http_status = 0;
  out.tracking_id.clear();
  return out;
}

void circuit_breaker::record_response(call which, const api_result& said) {
  const std::lock_guard hold{one_at_a_time_};
  kind_of_call& own = kinds_[static_cast<std::size_t>(which)];
  if (is_about_the_caller(said)) {
    ++own.in_a_row;
    own.last = said;
  } else {
    own.in_a_row = 0;
  }
}

}  // namespace preflight::upload
