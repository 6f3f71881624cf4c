#pragma once

#include <array>

#include "commands/apply.hpp"
#include "commands/command.hpp"
#include "commands/im_group.hpp"
#include "commands/ledger.hpp"
#include "commands/plan.hpp"
#include "commands/upload.hpp"

namespace preflight::cli {

/// Every command that sends, in the order of the help. A new one is a pair of files under commands/ and one entry here.
inline constexpr std::array upload_commands{
    command{"plan", add_plan},     command{"apply", add_apply},       command{"upload", add_upload},
    command{"ledger", add_ledger}, command{"im-group", add_im_group},
};

}  // namespace preflight::cli
