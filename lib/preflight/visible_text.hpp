#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <preflight/json_text.hpp>
#include <preflight/utf8.hpp>

namespace preflight {

/// Appends text for the eyes: what would move the cursor, turn the direction of writing or is not UTF-8 is shown as an
/// escape ("\n", "\x1b", "\u202e"), and the backslash as two, so that no other text shows that escape. Letters that
/// look alike still do, and what has no glyph is not seen.
inline void append_visible(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    const std::string_view bytes = text.substr(0, next.length);
    text.remove_prefix(next.length);
    if (next.well_formed && next.value != '\\' && !misleads(next.value)) {
      out += bytes;
      continue;
    }
    out += '\\';
    switch (next.value) {
      case '\\': out += '\\'; break;
      case '\n': out += 'n'; break;
      case '\r': out += 'r'; break;
      case '\t': out += 't'; break;
      default:
        if (next.well_formed && next.value > 0x7F) {
          out += 'u';
          out += hex_digit(static_cast<unsigned>(next.value >> 12));
          out += hex_digit(static_cast<unsigned>(next.value >> 8));
        } else {
          out += 'x';
        }
        const auto low =
            next.well_formed ? static_cast<unsigned>(next.value) : static_cast<unsigned char>(bytes.front());
        out += hex_digit(low >> 4);
        out += hex_digit(low);
    }
  }
}

[[nodiscard]] inline std::string visible(std::string_view text) {
  std::string out;
  append_visible(out, text);
  return out;
}

}  // namespace preflight
