#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_explain(command_line& command);

}  // namespace preflight::cli
