#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/auth/token_source.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/redaction.hpp>
#include <preflight/upload/response/api_result.hpp>
#include <preflight/upload/response/circuit_breaker.hpp>
#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/retry/rate_limiter.hpp>
#include <preflight/upload/retry/retry_policy.hpp>

namespace preflight::upload {

/// What one call carries.
struct request_body {
  std::string content_type{};  ///< empty: there is no body
  std::array<std::span<const unsigned char>, 3> body{};
  std::string query{};  ///< with its question mark
  std::function<void()> before{};
  std::function<void(const api_result&)> on_rejected{};  ///< as of outgoing
};

/// Makes calls: in turn, with a valid token, and again where that is safe.
class api_caller {
 public:
  api_caller(credentials who, client_options how, clock& time);

  [[nodiscard]] result_with<session> sign_in();
  /// What a call would be answered, where that is known without making it.
  [[nodiscard]] std::optional<api_result> known_refusal(call which) { return refusals_.of(which); }
  [[nodiscard]] api_response make(call which, std::string_view id, const request_body& with);

 private:
  [[nodiscard]] api_response try_once(const endpoint& one, const token& by, std::string_view id,
                                      const request_body& with, exchange& came);
  void log_call(const endpoint& one, const std::string& path, const api_result& what) const;
  void log_exchange(const std::string& url, const exchange& came) const;
  void log(log_level level, std::string_view line) const;

  client_options how_;
  clock* time_;
  redaction secrets_;
  http http_;
  retry_policy pauses_;
  token_source tokens_;
  rate_limiter pacing_;
  circuit_breaker refusals_;
};

}  // namespace preflight::upload
