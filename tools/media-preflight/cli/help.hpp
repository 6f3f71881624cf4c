#pragma once

#include <cstddef>
#include <string>

#include "commands/command.hpp"

namespace preflight::cli {

/// The help of the program or of one of its commands, written from the options themselves.
[[nodiscard]] std::string help_text(const CLI::App& app, std::size_t columns);

}  // namespace preflight::cli
