#pragma once

#include <cstddef>
#include <string_view>

#include <preflight/text/utf8.hpp>

namespace preflight {

/// How many bytes at the start of a text are UTF-8: its size, where all are.
[[nodiscard]] constexpr std::size_t utf8_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    const code_point next = first_code_point(text.substr(length));
    if (!next.well_formed) {
      break;
    }
    length += next.length;
  }
  return length;
}

/// The beginning of a text, of at most so many bytes, cut between characters.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
  std::size_t length = 0;
  while (length < text.size()) {
    const std::size_t next = first_code_point(text.substr(length)).length;
    if (length + next > max_bytes) {
      break;
    }
    length += next;
  }
  return text.substr(0, length);
}

}  // namespace preflight
