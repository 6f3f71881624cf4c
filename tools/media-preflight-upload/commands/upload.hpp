#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_upload(CLI::App& to);

}  // namespace preflight::cli
