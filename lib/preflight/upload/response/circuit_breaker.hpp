#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>

#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/response/api_result.hpp>

namespace preflight::upload {

/// Kinds of calls that are not made any more, because the service refuses them for what the token or the account lacks,
/// whoever they are for. Several in a row tell: a person's token may have the scope for that person alone. For several
/// threads.
class circuit_breaker {
 public:
  /// The answer to a call that need not be made.
  [[nodiscard]] std::optional<api_result> of(call which);
  /// Every answer to a call that was made.
  void record_response(call which, const api_result& said);

 private:
  struct kind_of_call {
    unsigned in_a_row = 0;
    api_result last;
  };

  std::mutex one_at_a_time_;
  std::array<kind_of_call, call_count> kinds_;
};

}  // namespace preflight::upload
