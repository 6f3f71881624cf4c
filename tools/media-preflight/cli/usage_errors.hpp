#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"

namespace preflight::cli {

// What is said of a command line that cannot be understood. Nobody needs to know by whom it is read.

/// The command that these words choose; the program itself where they choose none.
[[nodiscard]] CLI::App& selected_command(CLI::App& top, std::span<const std::string> words);

/// "media-preflight check"
[[nodiscard]] std::string full_name(const CLI::App& app);

/// Why a word is no command, and what was perhaps meant.
[[nodiscard]] std::string unknown_command_error(const CLI::App& top, const std::string& word,
                                                std::span<const std::string_view> names);

/// Of options in front of the command, where they have no meaning; empty where there are none.
[[nodiscard]] std::string misplaced_option_error(CLI::App& top, std::span<const std::string> words);

/// Of a word that is neither an option of this command nor wanted as anything else.
[[nodiscard]] std::string extra_word_error(const std::string& word, const CLI::App& app);

/// Of values that CLI11 would take from the next word, or not take at all; empty where there are none.
[[nodiscard]] std::string option_value_error(std::span<const std::string> words, const CLI::App& app);

/// The same of what has been read: an empty value where a value was meant.
[[nodiscard]] std::string empty_value_error(const CLI::App& app);

/// Of anything else.
[[nodiscard]] std::string parse_error_text(const CLI::ParseError& error, const CLI::App& app);

/// `words` as CLI11 must see them for this command to get what was typed: it would take a path that is called like a
/// command for that command, "++" for the end of one, and "[a,b]" for a list. So each word that is no option, and all
/// behind "--", carry a mark, which the options of `app` take away before they look at their values.
[[nodiscard]] std::vector<std::string> escape_words(std::span<const std::string> words, CLI::App& app);

/// What was typed.
[[nodiscard]] std::string unescape_word(std::string word);

}  // namespace preflight::cli
