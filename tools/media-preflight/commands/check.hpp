#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_check(CLI::App& app);

}  // namespace preflight::cli
