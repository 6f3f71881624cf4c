#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_check(command_line& command);

}  // namespace preflight::cli
