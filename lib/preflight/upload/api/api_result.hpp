#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace preflight::upload {

/// Why a call was not done.
enum class api_error : std::uint8_t {
  none,
  // the token and the app
  token_refused,
  token_unreadable,
  client_refused,
  account_refused,
  app_of_another_type,
  app_disabled,
  app_without_owner,
  scope_missing,
  // the target
  user_not_found,
  user_of_another_account,
  account_not_found,
  group_not_found,
  webinar_not_found,
  member_not_found,
  target_not_found,
  target_invalid,
  target_takes_no_picture,
  // the file
  file_too_large,
  too_many_files,
  format_not_accepted,
  no_file_arrived,
  empty_file,
  upload_failed,
  content_refused,
  file_not_found,
  // the request
  group_name_taken,
  group_name_missing,
  request_invalid,
  conflict,
  administrator_only,
  paid_account_only,
  feature_switched_off,
  not_permitted,
  // limits
  daily_limit_reached,
  calls_too_fast,
  sign_in_too_fast,
  // the connection and the server
  no_answer,
  server_error,
  answer_unreadable,
  status_not_documented,
  redirected,
  certificate_refused,
  proxy_login_needed,
  interrupted,
  not_known
};

/// Stable: reports and logs name them.
inline constexpr auto api_error_names = std::to_array<std::string_view>({
    "done",
    "token-refused",
    "token-unreadable",
    "client-refused",
    "account-refused",
    "app-of-another-type",
    "app-disabled",
    "app-without-owner",
    "scope-missing",
    "user-not-found",
    "user-of-another-account",
    "account-not-found",
    "group-not-found",
    "webinar-not-found",
    "member-not-found",
    "target-not-found",
    "target-invalid",
    "target-takes-no-picture",
    "file-too-large",
    "too-many-files",
    "format-not-accepted",
    "no-file-arrived",
    "empty-file",
    "upload-failed",
    "content-refused",
    "file-not-found",
    "group-name-taken",
    "group-name-missing",
    "request-invalid",
    "conflict",
    "administrator-only",
    "paid-account-only",
    "feature-switched-off",
    "not-permitted",
    "daily-limit-reached",
    "calls-too-fast",
    "sign-in-too-fast",
    "no-answer",
    "server-error",
    "answer-unreadable",
    "status-not-documented",
    "redirected",
    "certificate-refused",
    "proxy-login-needed",
    "interrupted",
    "not-known",
});
static_assert(api_error_names.size() == static_cast<std::size_t>(api_error::not_known) + 1);

[[nodiscard]] constexpr std::string_view name_of(api_error e) { return api_error_names[static_cast<std::size_t>(e)]; }

/// Whether no later call of the same run could end otherwise.
[[nodiscard]] constexpr bool is_final(api_error e) {
  using enum api_error;
  constexpr std::array final_errors{token_refused,       token_unreadable,  client_refused,    account_refused,
                                    app_of_another_type, app_disabled,      app_without_owner, redirected,
                                    certificate_refused, proxy_login_needed};
  return std::ranges::find(final_errors, e) != final_errors.end();
}

enum class result_kind : std::uint8_t {
  done,         ///< the documented success
  refused,      ///< refused by the service; repeating it would not help
  failed,       ///< failed and nothing was stored; a retry may work
  too_fast,     ///< rate limit, even after retries
  daily_limit,  ///< no more calls of this kind until the next day (UTC)
  uncertain     ///< unknown whether the request was carried out
};
inline constexpr std::array<std::string_view, 6> result_kind_names{"done",     "refused",     "failed",
                                                                   "too-fast", "daily-limit", "uncertain"};
[[nodiscard]] constexpr std::string_view name_of(result_kind k) {
  return result_kind_names[static_cast<std::size_t>(k)];
}

/// Result of one call. Its texts contain no secrets.
struct api_result {
  result_kind kind = result_kind::failed;
  api_error error = api_error::none;
  int http_status = 0;                    ///< 0 if there was no response
  std::optional<long long> code{};        ///< the service's error code
  std::string message{};                  ///< message of the service, or why there is no response; one line
  std::string advice{};                   ///< a sentence: what to do; may be empty
  std::string location{};                 ///< where the service says that it stored something; may be empty
  std::string zoom_id{};                  ///< of what was stored; empty where the service gave none
  bool timed_out = false;                 ///< the service did not answer in time, and may still be at work
  std::string tracking_id{};              ///< for the service's support; may be empty
  std::optional<std::string> again_at{};  ///< ISO 8601, UTC: when a daily limit ends, where the service says so

  [[nodiscard]] bool ok() const { return kind == result_kind::done; }
};

/// What the service said, what to do, and when a daily limit ends.
[[nodiscard]] inline std::string sentence_of(const api_result& result) {
  std::string out = result.message;
  out += out.empty() || out.ends_with('.') ? "" : ".";
  for (const std::string& sentence :
       {result.advice, result.again_at ? "The limit ends at " + *result.again_at + '.' : std::string{}}) {
    out += out.empty() || sentence.empty() ? "" : " ";
    out += sentence;
  }
  return out;
}

/// A value, there only where the call was done and its response could be read.
template <class T>
struct result_with {
  api_result what;
  std::optional<T> value{};
};

}  // namespace preflight::upload
