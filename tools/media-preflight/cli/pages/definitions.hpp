#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// The word that makes an executable write its definitions, for the pages of another executable.
inline constexpr std::string_view definitions_word = "--definitions";

/// Commands with their options as JSON, without what becomes of the values.
[[nodiscard]] std::string write_definitions(std::span<const command_line> commands);

/// The same back. Throws std::exception where it is anything else.
[[nodiscard]] std::vector<command_line> read_definitions(std::string_view text);

}  // namespace preflight::cli
