#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_plan(CLI::App& to);

}  // namespace preflight::cli
