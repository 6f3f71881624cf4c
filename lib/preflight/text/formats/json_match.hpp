#pragma once

#include <cstddef>
#include <string_view>

namespace preflight {

/// How much of a string is this letter, as it is or escaped as JSON may have it: "/", "\\/", "\\u002f". 0: it is not.
[[nodiscard]] constexpr std::size_t json_letter_length(std::string_view text, char letter) {
  if (text.starts_with(letter)) {
    return 1;
  }
  if (text.size() >= 2 && text[0] == '\\' && text[1] == letter) {
    return 2;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  if (!text.starts_with("\\u00") || text.size() < 6) {
    return 0;
  }
  const auto is_digit = [digits](char c, unsigned value) {
    return c == digits[value] || (c >= 'A' && c <= 'F' && c - 'A' + 'a' == digits[value]);
  };
  const auto value = static_cast<unsigned char>(letter);
  return is_digit(text[4], value >> 4U) && is_digit(text[5], value & 0xFU) ? 6 : 0;
}

/// How much of a text is this word, plain or escaped; 0 where it does not begin with it.
[[nodiscard]] constexpr std::size_t json_match_length(std::string_view text, std::string_view word) {
  std::size_t length = 0;
  for (const char letter : word) {
    const std::size_t step = json_letter_length(text.substr(length), letter);
    if (step == 0) {
      return 0;
    }
    length += step;
  }
  return length;
}

}  // namespace preflight
