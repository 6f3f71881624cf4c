#pragma once

#include <array>

#include "commands/command.hpp"

namespace preflight::cli {

action add_plan(command_line& command);
action add_apply(command_line& command);
action add_upload(command_line& command);
action add_ledger(command_line& command);
action add_backgrounds(command_line& command);
action add_picture(command_line& command);
action add_im_group(command_line& command);

/// Every command that sends, in the order of the help. A new one is a file under commands/ and two lines here.
inline constexpr std::array upload_commands{
    command{"plan", "Show what sending files to Zoom would do, and how long it would take.", add_plan},
    command{"apply", "Carry out a plan, and nothing else.", add_apply},
    command{"upload", "Send files that pass the check to Zoom, as backgrounds or profile pictures.", add_upload},
    command{"ledger", "Show, export or correct the record of what was sent.", add_ledger},
    command{"backgrounds", "List or delete the backgrounds that a target has in Zoom.", add_backgrounds},
    command{"picture", "Delete a user's profile picture, or a webinar's wallpaper.", add_picture},
    command{"im-group",
            "List or change Zoom directory groups (IM groups in Zoom's API; not the groups of --to group:ID).",
            add_im_group},
};

}  // namespace preflight::cli
