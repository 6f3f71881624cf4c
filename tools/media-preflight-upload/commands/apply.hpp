#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_apply(CLI::App& to);

}  // namespace preflight::cli
