#pragma once

#include <span>
#include <string>

#include "cli/words/command_line.hpp"

namespace preflight::cli {

// Scripts that make a shell complete commands, options and values. `program` has the options that stand alone.

[[nodiscard]] std::string bash_completion(const command_line& program, std::span<const command_line> commands);
[[nodiscard]] std::string zsh_completion(const command_line& program, std::span<const command_line> commands);
[[nodiscard]] std::string fish_completion(const command_line& program, std::span<const command_line> commands);

/// All that may be written for an option: "-j", "--jobs", "--no-hidden".
[[nodiscard]] std::vector<std::string> spellings(const option& entry);

/// Whether the name of a file may follow a choice and a colon: FORMAT[:FILE].
[[nodiscard]] bool takes_file_after_colon(const option& entry);

/// The argument of a command that has one; nullptr where it has none, or where it has more the first.
[[nodiscard]] const option* argument_of(const command_line& command);

}  // namespace preflight::cli
