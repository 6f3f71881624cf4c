#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>

#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/api/endpoints.hpp>

namespace preflight::upload {

/// Kinds of calls that are not made any more, because the service refuses them for what the token or the account lacks,
/// whoever they are for. Several in a row tell: a person's token may have the scope for that person alone. For several
/// threads.
class circuit_breaker {
 public:
  /// The result of a call that need not be made.
  [[nodiscard]] std::optional<api_result> known_result(call which);
  /// Every result of a call that was made.
  void record(call which, const api_result& result);

 private:
  struct state {
    unsigned in_a_row = 0;
    api_result last;
  };

  std::mutex guard_;
  std::array<state, call_count> states_;
};

}  // namespace preflight::upload
