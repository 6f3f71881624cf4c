#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>

#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/api/endpoints.hpp>

namespace preflight::upload {

/// Kinds of calls that are not made any more, because the service refuses them for what the token or the account lacks,
/// whoever they are for. Several in a row tell: a person's token may have the scope for that person alone. For several
/// threads.
class circuit_breaker {
 public:
  /// The result of a call that need not be made.
  [[nodiscard]] std::optional<api_result> known_result(call api_call) {
    const std::lock_guard lock{guard_};
    const state& own = states_[static_cast<std::size_t>(api_call)];
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

  /// Every result of a call that was made.
  void record(call api_call, const api_result& result) {
    const std::lock_guard lock{guard_};
    state& own = states_[static_cast<std::size_t>(api_call)];
    if (result.error == api_error::scope_missing || result.error == api_error::paid_account_only) {
      ++own.in_a_row;
      own.last = result;
    } else {
      own.in_a_row = 0;
    }
  }

 private:
  static constexpr unsigned threshold = 5;
  struct state {
    unsigned in_a_row = 0;
    api_result last;
  };

  std::mutex guard_;
  std::array<state, call_count> states_;
};

}  // namespace preflight::upload
