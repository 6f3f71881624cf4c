#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_facts(command_line& command);

}  // namespace preflight::cli
