#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_destinations(command_line& command);

}  // namespace preflight::cli
