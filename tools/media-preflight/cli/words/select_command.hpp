#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// A command and what it is for.
struct command_summary {
  std::string_view name;
  std::string_view text;
};

struct selected_command {
  std::string name;                ///< empty: the program itself
  std::vector<std::string> words;  ///< all the others; "--help" in place of "help"

  [[nodiscard]] std::vector<std::string> words_with_name() const;
};

/// The command is the first word that is neither an option nor the value of one; options in front of it are those of
/// the command. `definitions` is asked only where there are any. Throws usage_error if a word is not a command.
[[nodiscard]] selected_command select_command(std::span<const std::string> words,
                                              std::span<const command_summary> commands,
                                              const std::function<std::vector<command_line>()>& definitions);

}  // namespace preflight::cli
