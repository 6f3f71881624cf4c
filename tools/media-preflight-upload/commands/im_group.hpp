#pragma once

#include "commands/command.hpp"

namespace preflight::cli {

action add_im_group(CLI::App& to);

}  // namespace preflight::cli
