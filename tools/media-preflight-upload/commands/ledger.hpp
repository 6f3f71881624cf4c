#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_ledger(CLI::App& to);

}  // namespace preflight::cli
