#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_destinations(CLI::App& app);

}  // namespace preflight::cli
