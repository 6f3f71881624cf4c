#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/utf8.hpp>
#include <preflight/text/word_wrap.hpp>

namespace preflight::cli {

/// Between two columns of a table.
inline constexpr std::string_view cell_gap = "  ";

/// The beginning and the end of a text that is too long, which tell more than its middle.
[[nodiscard]] inline std::string fitted(std::string_view text, std::size_t width) {
  std::string whole = escaped(text);
  if (display_width(whole) <= width || width < 8) {
    return whole;
  }
  std::vector<std::size_t> letters;  // where each begins
  for (std::size_t i = 0; i < whole.size(); i += first_code_point(std::string_view{whole}.substr(i)).length) {
    letters.push_back(i);
  }
  const std::size_t kept = width - 3;
  return whole.substr(0, letters[kept / 2]) + "..." + whole.substr(letters[letters.size() - (kept - kept / 2)]);
}

/// With the gap to the next column.
[[nodiscard]] inline std::string padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, display_width(text)), ' ');
  return text.append(cell_gap);
}

}  // namespace preflight::cli
