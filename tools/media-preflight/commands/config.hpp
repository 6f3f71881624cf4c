#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_config(command_line& command);

}  // namespace preflight::cli
