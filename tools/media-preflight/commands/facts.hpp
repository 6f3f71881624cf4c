#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_facts(CLI::App& app);

}  // namespace preflight::cli
