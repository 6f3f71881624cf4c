#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_completion(command_line& command);
action add_manual(command_line& command);

}  // namespace preflight::cli
