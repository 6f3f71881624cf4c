#pragma once

#include <array>

#include "commands/command.hpp"

namespace preflight::cli {

action add_plan(CLI::App& app);
action add_apply(CLI::App& app);
action add_upload(CLI::App& app);
action add_ledger(CLI::App& app);
action add_im_group(CLI::App& app);

/// Every command that sends, in the order of the help. A new one is a file under commands/ and two lines here.
inline constexpr std::array upload_commands{
    command{"plan", add_plan},     command{"apply", add_apply},       command{"upload", add_upload},
    command{"ledger", add_ledger}, command{"im-group", add_im_group},
};

}  // namespace preflight::cli
