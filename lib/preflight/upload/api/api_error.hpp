#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
  default_group,
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
  interrupted,
  not_known
};

/// Stable: reports and logs name them.
inline constexpr std::array<std::string_view, 45> api_error_names{
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
    "default-group",
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
    "interrupted",
    "not-known",
};
static_assert(api_error_names.size() == static_cast<std::size_t>(api_error::not_known) + 1);

[[nodiscard]] constexpr std::string_view name_of(api_error e) { return api_error_names[static_cast<std::size_t>(e)]; }

/// Whether no later call of the same run could end otherwise.
[[nodiscard]] constexpr bool is_final(api_error e) {
  using enum api_error;
  constexpr std::array final_errors{token_refused,     token_unreadable,    client_refused,
                                    account_refused,   app_of_another_type, app_disabled,
                                    app_without_owner, redirected,          certificate_refused};
  return std::ranges::find(final_errors, e) != final_errors.end();
}

}  // namespace preflight::upload
