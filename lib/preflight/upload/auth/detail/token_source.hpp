#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/redaction.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/retry/detail/retry_policy.hpp>

namespace preflight::upload {

struct token {
  std::string bearer{};
  std::string api_url{};                 ///< where calls with it go; empty where its response names no trusted place
  std::optional<std::string> granted{};  ///< its scopes
  std::chrono::seconds lives{};
  std::uint64_t generation = 1;
};

/// Reads the response to a request for a token, which is hidden from then on.
[[nodiscard]] result_with<token> token_in(const exchange& traffic, redaction& secrets, utc_time now);

/// The base for calls, with the version after it; nothing unless it is https and of Zoom itself, since the token goes
/// there.
[[nodiscard]] std::optional<std::string> trusted_api_url(const std::string& url);

/// Gives the token that is valid now. Several threads may want one at once: one of them asks for it, again where that
/// may help, and the others wait and share the result.
class token_source {
 public:
  /// What it asks with.
  struct tools {
    http& client;
    redaction& secrets;
    upload::clock& clock;
    retry_policy& retries;
  };
  token_source(credentials app, service_urls urls, tools dependencies);

  /// A token that has not run out, a new one where there is none.
  [[nodiscard]] result_with<token> current();
  /// The service refused this one: a newer one, for a ready token none. Whoever comes with a token that somebody else
  /// has already replaced gets the replacement.
  [[nodiscard]] result_with<token> instead_of(const token& refused);

  [[nodiscard]] bool is_app() const { return app_.is_app(); }

 private:
  [[nodiscard]] result_with<token> renew_or_share(std::uint64_t failures_before);
  [[nodiscard]] result_with<token> renew();
  [[nodiscard]] result_with<token> request_token();

  credentials app_;
  service_urls urls_;
  tools tools_;
  std::atomic<std::uint64_t> failures_ = 0;
  std::mutex guard_;
  std::optional<token> held_;
  std::optional<api_result> final_refusal_;  ///< a wrong secret does not become right
  api_result last_failure_;
  clock::steady_time use_until_{};
};

}  // namespace preflight::upload
