#pragma once

#include <string>
#include <string_view>

namespace preflight {

/// As one word of a command for a shell, in quotes where it needs them.
[[nodiscard]] inline std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
    return std::string{text};
  }
  std::string out{"'"};
  for (const char letter : text) {
    letter == '\'' ? out += "'\\''" : out += letter;
  }
  return out += '\'';
}

}  // namespace preflight
