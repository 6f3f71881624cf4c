#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace preflight {

/// How many columns a string takes, if each of its characters takes one.
[[nodiscard]] constexpr std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Appends words, breaking lines so that none is longer than `columns` (0: never), and starting each further line with
/// `indent` spaces. The first word goes where `out` ends, at column `column`. Returns the column where it ends.
inline std::size_t append_wrapped(std::string& out, std::string_view text, std::size_t column, std::size_t indent,
                                  std::size_t columns) {
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t width = display_width(word);
    if (!first && columns > 0 && column + 1 + width > columns) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    first = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return column;
}

/// Pads with spaces from column `column` to column `target`, by two at least.
inline std::size_t append_column(std::string& out, std::size_t column, std::size_t target) {
  const std::size_t reached = std::max(target, column + 2);
  out.append(reached - column, ' ');
  return reached;
}

}  // namespace preflight
