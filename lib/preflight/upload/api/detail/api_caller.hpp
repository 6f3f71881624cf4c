#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/auth/detail/token_source.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/redaction.hpp>
#include <preflight/upload/response/circuit_breaker.hpp>
#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/retry/detail/rate_limiter.hpp>
#include <preflight/upload/retry/detail/retry_policy.hpp>

namespace preflight::upload {

/// One call, tried until it is done or must not be tried again.
struct api_request {
  call which{};
  std::string_view id{};  ///< of what it is about; empty where the path has no place for one
  request_body body{};
  std::string query{};  ///< with its question mark
  std::function<void()> before{};
  std::function<void(const api_result&)> on_rejected{};  ///< as of upload_payload
};

/// Makes calls: in turn, with a valid token, and again where that is safe.
class api_caller {
 public:
  api_caller(credentials app, client_options options, upload::clock& clock);

  [[nodiscard]] result_with<session> sign_in();
  /// The result of a call, where that is known without making it.
  [[nodiscard]] std::optional<api_result> known_result(call api_call) { return circuits_.known_result(api_call); }
  [[nodiscard]] api_response make(const api_request& request);

 private:
  [[nodiscard]] api_response try_once(const api_request& request, const token& token, exchange& traffic);
  [[nodiscard]] result_with<token> bearer();
  [[nodiscard]] bool waits_out(const api_result& result);
  void log_call(const endpoint& target, const std::string& path, const api_result& result) const;
  void log_exchange(const std::string& url, const exchange& traffic) const;
  void log(log_level level, std::string_view line) const;

  client_options options_;
  upload::clock* clock_;
  redaction secrets_;
  http http_;
  retry_policy retries_;
  token_source tokens_;
  rate_limiter limiter_;
  circuit_breaker circuits_;
  std::mutex outage_guard_;
  std::optional<clock::steady_time> outage_since_;
};

}  // namespace preflight::upload
