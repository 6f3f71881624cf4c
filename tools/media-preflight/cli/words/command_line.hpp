#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "cli/words/option.hpp"

namespace preflight::cli {

inline constexpr std::string_view program_name = "media-preflight";

/// What may be written after the name of a command; of the program itself where `name` is empty.
struct command_line {
  std::string name;
  std::string summary;
  std::string footer;            ///< of the help
  std::deque<option> options;    ///< in the order of the help; references stay valid
  std::function<void()> finish;  ///< called when all is read, may throw fatal_error; may be empty

  /// The option that a word such as "--jobs", "--jobs=4" or "--no-hidden" names; nullptr where it names none.
  [[nodiscard]] const option* find(std::string_view word) const;
  [[nodiscard]] const option* find_letter(char letter) const;
  /// "media-preflight check"
  [[nodiscard]] std::string full_name() const;
  /// "check", for messages that begin with the name of the program.
  [[nodiscard]] std::string_view short_name() const;
};

/// --help and --version, wherever they stand, come before everything else.
enum class intent : std::uint8_t { run, show_help, show_version };

/// Reads all words after the command and hands each option its values. Throws usage_error where the words cannot be
/// understood, and what the options throw over their values.
[[nodiscard]] intent read_words(const command_line& command, std::span<const std::string> words);

/// How many words an option that stands here takes, itself included: 1, or 2 with a value in the next word. `find` as
/// in command_line, over all commands, because which one is meant is not yet known. 0 where there is no such option.
[[nodiscard]] std::size_t words_of_option(std::string_view word, std::span<const command_line> commands);

}  // namespace preflight::cli
