#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_explain(CLI::App& app);

}  // namespace preflight::cli
