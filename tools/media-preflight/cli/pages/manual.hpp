#pragma once

#include <span>
#include <string>

#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// The page of the program for man(1), with all commands and their options.
[[nodiscard]] std::string manual_page(const command_line& program, std::span<const command_line> commands);

}  // namespace preflight::cli
