#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_facts(CLI::App& to);

}  // namespace preflight::cli
