#pragma once

#include <array>
#include <string_view>

#include <preflight/upload/api/api_result.hpp>

/// The refusals that are documented or were seen, as data. Sources, all read on 2026-11-22: Zoom API, "Upload virtual
/// background files", "Upload a user's profile picture", "Update an IM directory group", "Error definitions",
/// "Server-to-Server OAuth"; reports of users of its libraries where a text is in none of these.
namespace preflight::upload {

/// One refusal. The first row that fits an answer counts.
struct known_error {
  int status = 0;         ///< 0: any
  long long code = 0;     ///< 0: any, also none
  std::string_view says;  ///< in small letters, part of the message; empty: any
  result_kind kind = result_kind::refused;
  api_error error = api_error::not_known;
  std::string_view advice;
};

namespace advice {
inline constexpr std::string_view token =
    "Check the token or the app's credentials; a new run continues where this one stopped.";
inline constexpr std::string_view client =
    "Check ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET, and that the app is switched on.";
inline constexpr std::string_view app_type = "Use the credentials of a Server-to-Server OAuth app.";
inline constexpr std::string_view scopes =
    "Add the scope named in the response to the app in the Zoom App Marketplace; it may take hours to apply.";
inline constexpr std::string_view user = "Check the id or e-mail address, and that the user belongs to this account.";
inline constexpr std::string_view account =
    "Write account:me for the token's own account; only a master account finds others by id.";
inline constexpr std::string_view group =
    "Check the id of the group; directory groups and other groups have different ids.";
inline constexpr std::string_view size =
    "Make the file smaller; Zoom does not say whether its M is 1,000,000 or 1,048,576 bytes.";
inline constexpr std::string_view format = "Convert the file to JPEG or PNG.";
inline constexpr std::string_view places = "Delete a background that is no longer needed, and run again.";
inline constexpr std::string_view part =
    "This is a fault in this program or in a proxy, not in the file; please report it.";
inline constexpr std::string_view administrator =
    "Only an administrator may do this; use an app or a user with that role.";
inline constexpr std::string_view plan = "This needs a paid Zoom plan.";
inline constexpr std::string_view feature = "Switch the feature on in the settings of the account, group or user.";
inline constexpr std::string_view certificate =
    "Nothing was sent. Check this machine's clock, whether a proxy presents its own certificate, and the installed "
    "root certificates (package ca-certificates on Debian and Ubuntu).";
inline constexpr std::string_view next_day =
    "The account has used up today's calls of this kind (UTC); run again when the limit ends.";
inline constexpr std::string_view again = "Nothing was stored; run again later.";
}  // namespace advice

/// By code alone, whichever service says it and with whichever status and words: these come before the tables below.
inline constexpr std::array known_codes{
    known_error{0, 4702, "", result_kind::failed, api_error::client_refused, advice::client},
    known_error{0, 4704, "", result_kind::failed, api_error::client_refused, advice::client},
    known_error{0, 4705, "", result_kind::failed, api_error::app_of_another_type, advice::app_type},
    known_error{0, 4706, "", result_kind::failed, api_error::client_refused, advice::client},
    known_error{0, 4717, "", result_kind::failed, api_error::app_disabled,
                "Switch the app on in the Zoom App Marketplace."},
    known_error{0, 4735, "", result_kind::failed, api_error::app_without_owner,
                "Give the app a new owner in the Zoom App Marketplace."},
    known_error{0, 4741, "", result_kind::failed, api_error::token_refused, advice::token},
};

inline constexpr std::array known_errors{
    // The token. 4700 has two texts, so the words count first.
    known_error{0, 4711, "", result_kind::failed, api_error::scope_missing, advice::scopes},
    known_error{0, 0, "does not contain scopes", result_kind::failed, api_error::scope_missing, advice::scopes},
    known_error{0, 124, "", result_kind::failed, api_error::token_refused, advice::token},
    known_error{401, 0, "", result_kind::failed, api_error::token_refused, advice::token},
    known_error{0, 4700, "", result_kind::failed, api_error::token_refused, advice::token},
    known_error{0, 0, "access token is expired", result_kind::failed, api_error::token_refused, advice::token},
    known_error{0, 0, "invalid access token", result_kind::failed, api_error::token_refused, advice::token},

    // The target. One text stands under the user's call by a slip, so the code counts first.
    known_error{0, 1001, "", result_kind::refused, api_error::user_not_found, advice::user},
    known_error{0, 1010, "", result_kind::refused, api_error::user_of_another_account, advice::user},
    known_error{0, 2001, "", result_kind::refused, api_error::account_not_found, advice::account},
    known_error{0, 4130, "", result_kind::refused, api_error::group_not_found, advice::group},
    known_error{0, 4132, "", result_kind::refused, api_error::group_name_taken,
                "Choose another name; names are unique in an account."},
    known_error{0, 0, "is already in use", result_kind::refused, api_error::group_name_taken,
                "Choose another name; names are unique in an account."},

    // 120 has many meanings, which only the words tell apart.
    known_error{0, 120, "file size cannot exceed", result_kind::refused, api_error::file_too_large, advice::size},
    known_error{0, 120, "a maximum of", result_kind::refused, api_error::too_many_files, advice::places},
    known_error{0, 120, "image file can be uploaded", result_kind::refused, api_error::format_not_accepted,
                advice::format},
    known_error{0, 120, "file uploads must be in", result_kind::refused, api_error::format_not_accepted,
                advice::format},
    known_error{0, 120, "no file uploaded", result_kind::refused, api_error::no_file_arrived, advice::part},
    known_error{0, 120, "file is empty", result_kind::refused, api_error::empty_file, advice::part},
    known_error{0, 120, "failed to upload file", result_kind::failed, api_error::upload_failed, advice::again},
    known_error{0, -1, "required request part", result_kind::refused, api_error::no_file_arrived, advice::part},
    known_error{0, 0, "invalid 'content-disposition'", result_kind::refused, api_error::no_file_arrived, advice::part},

    // 300 and 200 are codes here, never statuses.
    known_error{0, 300, "invalid or explicit content", result_kind::refused, api_error::content_refused,
                "Zoom's content check rejected the picture; use another one."},
    known_error{0, 300, "invalid parameter: file_ids", result_kind::refused, api_error::file_not_found,
                "The background no longer exists; list them again."},
    known_error{0, 300, "group member not found", result_kind::refused, api_error::member_not_found, advice::user},
    known_error{0, 300, "missing field: name", result_kind::refused, api_error::group_name_missing,
                "Give the group's name as well."},
    known_error{0, 300, "can not delete account from default group", result_kind::refused, api_error::default_group,
                "The account cannot leave its default group."},
    known_error{0, 300, "", result_kind::refused, api_error::request_invalid, "Correct what the response names."},
    known_error{0, 200, "only an account administrator", result_kind::refused, api_error::administrator_only,
                advice::administrator},
    known_error{0, 200, "only available for paid account", result_kind::refused, api_error::paid_account_only,
                advice::plan},
    known_error{0, 0, "only available for paid account", result_kind::refused, api_error::paid_account_only,
                advice::plan},

    // What is left is known by its words or by its status alone.
    known_error{0, 0, "disabled", result_kind::refused, api_error::feature_switched_off, advice::feature},
    known_error{404, 0, "user", result_kind::refused, api_error::user_not_found, advice::user},
    known_error{413, 0, "", result_kind::refused, api_error::file_too_large, advice::size},
    known_error{403, 0, "", result_kind::refused, api_error::not_permitted, advice::administrator},
    known_error{404, 0, "", result_kind::refused, api_error::target_not_found, "Check the id of the target."},
    known_error{409, 0, "", result_kind::refused, api_error::conflict, "Check the current state and run again."},
};

/// What the service that gives tokens answers: {"reason", "error"}.
inline constexpr std::array known_token_errors{
    known_error{0, 0, "unsupported", result_kind::failed, api_error::app_of_another_type, advice::app_type},
    known_error{0, 0, "client", result_kind::failed, api_error::client_refused, advice::client},
    known_error{0, 0, "account", result_kind::failed, api_error::account_refused, "Check ZOOM_ACCOUNT_ID."},
    known_error{0, 0, "invalid_grant", result_kind::failed, api_error::account_refused, "Check ZOOM_ACCOUNT_ID."},
    known_error{0, 0, "invalid_request", result_kind::failed, api_error::account_refused, "Check ZOOM_ACCOUNT_ID."},
    known_error{400, 0, "", result_kind::failed, api_error::account_refused, "Check ZOOM_ACCOUNT_ID."},
    known_error{401, 0, "", result_kind::failed, api_error::client_refused, advice::client},
};

}  // namespace preflight::upload
