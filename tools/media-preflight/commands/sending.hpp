#pragma once

#include <array>
#include <string_view>

#include "cli/command_runner.hpp"

namespace preflight::cli {

inline constexpr std::string_view program_summary =
    "Checks pictures and videos before an upload: what would be rejected and why, which limit applies, how to fix it.";

inline constexpr std::string_view program_examples = R"(Examples
  media-preflight check photos/                    check a folder
  media-preflight check --for zoom-picture me.jpg  check a profile picture
  media-preflight check --output ndjson . | jq .   write JSON for scripts
  media-preflight explain video-too-large          explain a rule
  media-preflight plan --csv people.csv            show what would be sent

Only plan, apply, upload, backgrounds, picture and im-group use the network.)";

inline constexpr std::string_view sender = "media-preflight-upload";
inline constexpr std::string_view sender_libraries = "libcurl, SQLite and OpenSSL";

/// The commands of the executable that sends, in the order of the help.
inline constexpr std::array sending_commands{
    external_command{"plan", "Show what sending files to Zoom would do, and how long it would take.", sender,
                     sender_libraries},
    external_command{"apply", "Carry out a plan, and nothing else.", sender, sender_libraries},
    external_command{"upload", "Send files that pass the check to Zoom, as backgrounds or profile pictures.", sender,
                     sender_libraries},
    external_command{"ledger", "Show, export or correct the record of what was sent.", sender, sender_libraries},
    external_command{"backgrounds", "List or delete the backgrounds that a target has in Zoom.", sender,
                     sender_libraries},
    external_command{"picture", "Delete a user's profile picture, or a webinar's wallpaper.", sender, sender_libraries},
    external_command{"im-group", "List or change Zoom directory groups.", sender, sender_libraries},
};

}  // namespace preflight::cli
