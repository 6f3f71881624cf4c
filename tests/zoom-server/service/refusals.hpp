#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace zoom_server {

/// One way in which Zoom says no. Where the text has {}, a name or an id stands in its place.
struct refusal {
  std::string_view name;
  int status;
  int code;
  std::string_view text;
};

// What is documented or was seen live, one row each; the faults of a script name them too. Some is completed by guess:
// of a Content-Disposition without quotes only the text is known, of an unknown path only the status, and of the daily
// limit not the end of the text.
// clang-format off
inline constexpr std::array refusals{
    refusal{"background-missing", 400, 120, "No file uploaded, verify that a file has been uploaded."},
    refusal{"background-missing-account", 400, 120, "No file uploaded. Verify that a file has been uploaded."},
    refusal{"background-too-large", 400, 120, "File size cannot exceed 15M."},
    refusal{"background-too-many", 400, 120, "A maximum of 10 files are allowed for a user."},
    refusal{"background-type-user", 400, 120, "Only jpg/jpeg, gif or png image file can be uploaded."},
    refusal{"background-type-group", 400, 120, "Only jpg/jpeg or png image file can be uploaded."},
    refusal{"background-type-account", 400, 120, R"(File uploads must be in "jpg/jpeg", "gif", or "png" file format.)"},
    refusal{"background-failed", 400, 120, "Failed to upload file."},
    refusal{"part-missing", 400, -1, "Required request part 'file' is not present"},
    refusal{"disposition-invalid", 400, -1, "Invalid 'Content-Disposition' in multipart form"},
    refusal{"file-ids-invalid", 400, 300, "Invalid parameter: file_ids."},
    refusal{"group-member-unknown", 400, 300, "Group member not found."},

    refusal{"picture-empty", 400, 120, "File is empty."},
    refusal{"picture-too-large", 400, 120, "File size cannot exceed 2M."},
    refusal{"picture-type", 400, 120, "Only jpg/jpeg or png image file can be uploaded."},
    refusal{"picture-type-older", 400, 120, "Only jpg/jpeg, gif or png image file can be uploaded."},
    refusal{"picture-without-name", 400, 120, ""},
    refusal{"picture-administrator-only", 400, 200, "Only an account administrator can change a profile picture."},
    refusal{"picture-content", 400, 300, "Your request was not accepted because the profile picture contains invalid or explicit content."},

    refusal{"user-unknown", 404, 1001, "User does not exist: {}."},
    refusal{"user-unknown-short", 404, 1001, "User not exist."},
    refusal{"user-unknown-email", 404, 1001, "User {} not exist or not belong to this account."},
    refusal{"user-elsewhere", 404, 1010, "User not belong to this account"},
    refusal{"group-unknown", 404, 4130, "Group does not exist: {}."},
    refusal{"group-unknown-with-this", 404, 4130, "A group with this {} does not exist."},
    refusal{"group-not-found", 404, 1001, "Group not found."},
    refusal{"account-unknown", 404, 2001, "This account does not exist or does not belong to you: {}."},
    refusal{"webinar-unknown", 404, 3001, "Webinar {} not found or has expired."},
    refusal{"paid-only", 400, 200, "Only available for Paid account."},
    refusal{"paid-only-in-a-200", 200, 200, "Only available for paid account:{}."},

    refusal{"im-name-missing", 400, 300, "Missing field: name"},
    refusal{"im-group-unknown", 404, 4130, "Group does not exist:{}."},
    refusal{"im-group-unknown-older", 404, 4130, "IM Group not exist: {}"},
    refusal{"im-name-in-use", 409, 4132, "Group name {} is already in use."},
    refusal{"validation-failed", 400, 300, "Validation Failed."},

    refusal{"token-invalid", 401, 124, "Invalid access token."},
    refusal{"token-invalid-400", 400, 124, "Invalid access token."},
    refusal{"token-expired", 401, 124, "Access token is expired."},
    refusal{"token-expired-400", 400, 124, "Access token is expired."},
    refusal{"token-empty", 401, 4700, "Token cannot be empty."},
    refusal{"scope-missing", 400, 4711, "Invalid access token, does not contain scopes:[{}]."},
    refusal{"scope-missing-unnamed", 400, 4700, "Invalid access token, does not contain scopes."},

    refusal{"too-fast", 429, 429, "You have reached the maximum per-second rate limit for this API. Try again later."},
    refusal{"daily-limit", 429, 429, "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request."},
    refusal{"too-many-at-once", 429, 429, "Too many concurrent requests."},
    refusal{"path-unknown", 404, 2300, "This API endpoint is not recognized."},
};
// clang-format on

/// Of a name that is not in the table, a build fails in a constant expression, and std::out_of_range is thrown else.
[[nodiscard]] constexpr const refusal& refusal_named(std::string_view name) {
  for (const refusal& refusal : refusals) {
    if (refusal.name == name) {
      return refusal;
    }
  }
  throw std::out_of_range{"no refusal has this name"};
}

[[nodiscard]] inline reply refuse(const refusal& why, std::string_view about = {}) {
  std::string text{why.text};
  if (const std::size_t at = text.find("{}"); at != std::string::npos) {
    text.replace(at, 2, about);
  }
  return {why.status, json{{"code", why.code}, {"message", text}}};
}

[[nodiscard]] inline reply refuse(std::string_view name, std::string_view about = {}) {
  return refuse(refusal_named(name), about);
}

/// 300 with the fields that are at fault, one or more.
[[nodiscard]] inline reply refuse_field(std::string_view field, std::string_view message) {
  return {400, json{{"code", 300},
                    {"message", "Validation Failed."},
                    {"errors", json::array({json{{"field", field}, {"message", message}}})}}};
}

}  // namespace zoom_server
