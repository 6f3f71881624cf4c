#pragma once

#include <array>
#include <string_view>

#include <preflight/upload/api/api_result.hpp>

/// The refusals that are documented or were seen, as data. Sources, all read on 2026-11-22: Zoom API, "Upload virtual
/// background files", "Upload a user's profile picture", "Update an IM directory group", "Error definitions",
/// "Server-to-Server OAuth"; reports of users of its libraries where a text is in none of these.
namespace preflight::upload {

/// One refusal. The first row that matches a response counts.
struct known_error {
  int status = 0;           ///< 0: any
  long long code = 0;       ///< 0: any, also none
  std::string_view says{};  ///< in small letters, part of the message; empty: any
  result_kind kind = result_kind::refused;
  api_error error = api_error::not_known;
  std::string_view advice{};
};

namespace advice {
inline constexpr std::string_view token =
    "Check the token or the app's credentials; a new run continues where this one stopped.";
inline constexpr std::string_view client =
    "Check ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET, and that the app is switched on.";
inline constexpr std::string_view app_type = "Use the credentials of a Server-to-Server OAuth app.";
inline constexpr std::string_view scopes =
    "In the Zoom App Marketplace, give your app the scope named in the response. This can take hours to take effect.";
inline constexpr std::string_view user = "Check the id or e-mail address, and that the user belongs to this account.";
inline constexpr std::string_view account =
    "Write account:me for the token's own account; only a master account finds others by id.";
inline constexpr std::string_view group =
    "Check the id of the group; directory groups and other groups have different ids.";
inline constexpr std::string_view size =
    "Make the file smaller; Zoom does not say whether its M is 1,000,000 or 1,048,576 bytes.";
inline constexpr std::string_view format = "Convert the file to JPEG or PNG.";
inline constexpr std::string_view part =
    "This is a fault in this program or in a proxy, not in the file; please report it.";
inline constexpr std::string_view administrator =
    "Only an administrator may do this; use an app or a user with that role.";
inline constexpr std::string_view certificate =
    "Nothing was sent. Check this machine's clock, whether a proxy presents its own certificate, and the installed "
    "root certificates (package ca-certificates on Debian and Ubuntu).";
inline constexpr std::string_view proxy =
    "Nothing was sent. Put the login into HTTPS_PROXY, as in http://USER:PASSWORD@HOST:PORT.";
inline constexpr std::string_view next_day =
    "The account has used up today's calls of this kind (UTC); run again when the limit ends.";
inline constexpr std::string_view again = "Nothing was stored; run again later.";
}  // namespace advice

namespace known_errors {
using enum result_kind;
using enum api_error;

/// By code alone, whichever service says it and with whichever status and words: these come before the tables below.
inline constexpr auto codes = std::to_array<known_error>({
    {0, 4702, "", failed, client_refused, advice::client},
    {0, 4704, "", failed, client_refused, advice::client},
    {0, 4705, "", failed, app_of_another_type, advice::app_type},
    {0, 4706, "", failed, client_refused, advice::client},
    {0, 4717, "", failed, app_disabled, "Switch the app on in the Zoom App Marketplace."},
    {0, 4735, "", failed, app_without_owner, "Give the app a new owner in the Zoom App Marketplace."},
    {0, 4741, "", failed, token_refused, advice::token},
});

inline constexpr auto calls = std::to_array<known_error>({
    // The token. 4700 has two texts, so the words count first.
    {0, 4711, "", failed, scope_missing, advice::scopes},
    {0, 0, "does not contain scopes", failed, scope_missing, advice::scopes},
    {0, 124, "", failed, token_refused, advice::token},
    {401, 0, "", failed, token_refused, advice::token},
    {0, 4700, "", failed, token_refused, advice::token},
    {0, 0, "access token is expired", failed, token_refused, advice::token},
    {0, 0, "invalid access token", failed, token_refused, advice::token},

    // The target. One text stands under the user's call by a slip, so the code counts first.
    {0, 1001, "", refused, user_not_found, advice::user},
    {0, 1010, "", refused, user_of_another_account, advice::user},
    {0, 2001, "", refused, account_not_found, advice::account},
    {0, 4130, "", refused, group_not_found, advice::group},
    {0, 3001, "", refused, webinar_not_found, "Check the id of the webinar, and that the webinar has not ended."},
    {0, 4132, "", refused, group_name_taken, "Choose another name; names are unique in an account."},
    {0, 0, "is already in use", refused, group_name_taken, "Choose another name; names are unique in an account."},

    // 120 has many meanings, which only the words tell apart.
    {0, 120, "file size cannot exceed", refused, file_too_large, advice::size},
    {0, 120, "a maximum of", refused, too_many_files, "Delete a background that is no longer needed, and run again."},
    {0, 120, "image file can be uploaded", refused, format_not_accepted, advice::format},
    {0, 120, "file uploads must be in", refused, format_not_accepted, advice::format},
    {0, 120, "no file uploaded", refused, no_file_arrived, advice::part},
    {0, 120, "file is empty", refused, empty_file, advice::part},
    {0, 120, "failed to upload file", failed, upload_failed, advice::again},
    {0, -1, "required request part", refused, no_file_arrived, advice::part},
    {0, 0, "invalid 'content-disposition'", refused, no_file_arrived, advice::part},

    // 300 and 200 are codes here, never statuses.
    {0, 300, "invalid or explicit content", refused, content_refused,
     "Zoom's content check rejected the picture; use another picture."},
    {0, 300, "invalid parameter: file_ids", refused, file_not_found,
     "The background no longer exists; list them again."},
    {0, 300, "group member not found", refused, member_not_found, advice::user},
    {0, 300, "missing field: name", refused, group_name_missing, "Give the group's name as well."},
    {0, 300, "", refused, request_invalid, "Correct the field that the response names."},
    {0, 200, "only an account administrator", refused, administrator_only, advice::administrator},
    {0, 0, "only available for paid account", refused, paid_account_only, "This needs a paid Zoom plan."},

    // What is left is known by its words or by its status alone.
    {407, 0, "", failed, proxy_login_needed, advice::proxy},
    {0, 0, "disabled", refused, feature_switched_off,
     "Switch the feature on in the settings of the account, group or user."},
    {404, 0, "user", refused, user_not_found, advice::user},
    {413, 0, "", refused, file_too_large, advice::size},
    {403, 0, "", refused, not_permitted, advice::administrator},
    {404, 0, "", refused, target_not_found, "Check the id of the target."},
    {409, 0, "", refused, conflict, "Check the current state and run again."},
});

/// What the service that gives tokens answers: {"reason", "error"}.
inline constexpr auto tokens = std::to_array<known_error>({
    {0, 0, "unsupported", failed, app_of_another_type, advice::app_type},
    {0, 0, "client", failed, client_refused, advice::client},
    {0, 0, "account", failed, account_refused, "Check ZOOM_ACCOUNT_ID."},
    {0, 0, "invalid_grant", failed, account_refused, "Check ZOOM_ACCOUNT_ID."},
    {0, 0, "invalid_request", failed, account_refused, "Check ZOOM_ACCOUNT_ID."},
    {400, 0, "", failed, account_refused, "Check ZOOM_ACCOUNT_ID."},
    {401, 0, "", failed, client_refused, advice::client},
});

}  // namespace known_errors

}  // namespace preflight::upload
