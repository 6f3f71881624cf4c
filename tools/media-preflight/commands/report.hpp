#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_report(command_line& command);

}  // namespace preflight::cli
