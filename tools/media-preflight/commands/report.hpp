#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_report(CLI::App& app);

}  // namespace preflight::cli
