#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/words/select_command.hpp"

namespace preflight::cli {

/// The help of a command, or of the program and its commands, written from the options themselves.
[[nodiscard]] std::string help_text(const command_line& command, std::span<const command_summary> commands,
                                    std::size_t columns);

/// "media-preflight check [OPTION]... [PATH]..."
[[nodiscard]] std::string usage_line(const command_line& command);

/// "-j, --jobs N"; "--[no-]hidden"
[[nodiscard]] std::string option_names(const option& entry);

/// The headings of the options of a command, in order, each once.
[[nodiscard]] std::vector<std::string_view> headings_of(const command_line& command);

}  // namespace preflight::cli
