#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cli/fatal_error.hpp"
#include "cli/words/command_line.hpp"

namespace preflight::cli {

/// Thrown where a command line cannot be understood: the help of `command` is worth reading then.
class usage_error : public fatal_error {
 public:
  explicit usage_error(std::string text, std::string command = std::string{program_name})
      : fatal_error{std::move(text)}, command_{std::move(command)} {}

  [[nodiscard]] const std::string& command() const { return command_; }

 private:
  std::string command_;
};

// What is said of such command lines.

/// Why a word is not a command, and what was perhaps meant.
[[nodiscard]] std::string unknown_command_error(std::string_view word, std::span<const std::string_view> names);

/// Of an option that this command does not have.
[[nodiscard]] std::string unknown_option_error(std::string_view word, const command_line& command);

/// Of a word that is wanted neither as an argument nor as anything else.
[[nodiscard]] std::string extra_word_error(std::string_view word, const command_line& command);

/// Of an option or argument that has a value of no letters.
[[nodiscard]] std::string empty_value_error(std::string_view name);
[[nodiscard]] std::string empty_argument_error(const option& argument);

}  // namespace preflight::cli
