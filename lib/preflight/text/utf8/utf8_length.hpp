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

}  // namespace preflight
