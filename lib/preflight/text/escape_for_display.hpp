#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <preflight/text/json_string.hpp>
#include <preflight/text/utf8.hpp>

namespace preflight {

/// "\x1b", "\u202e", "\U000e0001"
inline void append_hexadecimal(std::string& out, char letter, unsigned digits, char32_t value) {
  out += letter;
  for (; digits > 0; --digits) {
    out += hex_digit(static_cast<unsigned>(value >> (4 * (digits - 1))));
  }
}

/// Appends text for the eyes: what would move the cursor, turn the direction of writing, is not seen or is not UTF-8 is
/// shown as an escape ("\n", "\x1b", "\u202e", "\u200b"), and the backslash as two, so that no two names of ASCII and
/// such characters look the same, but for spaces at their ends. Letters that look alike still do, and joiners between
/// letters beyond ASCII.
inline void append_escaped(std::string& out, std::string_view text) {
  bool behind_ascii = true;
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    const std::string_view bytes = text.substr(0, next.length);
    text.remove_prefix(next.length);
    const bool hidden =
        is_control_or_bidi(next.value) || (next.value > 0x7F && is_default_ignorable(next.value, behind_ascii));
    behind_ascii = hidden || !next.well_formed || next.value < 0x80;
    if (next.well_formed && next.value != '\\' && !hidden) {
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
        if (!next.well_formed) {
          append_hexadecimal(out, 'x', 2, static_cast<unsigned char>(bytes.front()));
        } else if (next.value > 0xFFFF) {
          append_hexadecimal(out, 'U', 8, next.value);
        } else if (next.value > 0x7F) {
          append_hexadecimal(out, 'u', 4, next.value);
        } else {
          append_hexadecimal(out, 'x', 2, next.value);
        }
    }
  }
}

[[nodiscard]] inline std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

}  // namespace preflight
