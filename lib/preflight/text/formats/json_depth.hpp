#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace preflight {

/// Whether a string never has more brackets open than texts that people and services write: parsers take memory for
/// each.
[[nodiscard]] inline bool is_shallow_json(std::string_view text) {
  constexpr std::ptrdiff_t max_depth = 64;
  std::ptrdiff_t depth = 0;
  bool is_in_string = false;
  bool is_escaped = false;
  return std::ranges::all_of(text, [&](char c) {
    if (is_in_string) {
      is_in_string = c != '"' || is_escaped;
      is_escaped = c == '\\' && !is_escaped;
    } else {
      is_in_string = c == '"';
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
    }
    return depth <= max_depth;
  });
}

}  // namespace preflight
