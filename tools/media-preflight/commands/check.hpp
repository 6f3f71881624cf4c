#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_check(CLI::App& to);

}  // namespace preflight::cli
