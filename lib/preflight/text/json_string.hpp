#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/text/base64.hpp>
#include <preflight/text/utf8.hpp>

/// JSON (RFC 8259) appended piece by piece: to a std::string, or to anything else that has += for characters and
/// strings.
namespace preflight {

/// One of 16, in lower case.
[[nodiscard]] constexpr char hex_digit(unsigned value) { return "0123456789abcdef"[value & 0xFU]; }

/// "\u202e"; what lies above U+FFFF as two of them.
template <class Out>
void append_json_escape(Out& out, char32_t c) {
  if (c > 0xFFFF) {
    append_json_escape(out, 0xD800 + ((c - 0x10000) >> 10));
    append_json_escape(out, 0xDC00 + ((c - 0x10000) & 0x3FFU));
    return;
  }
  out += "\\u";
  for (unsigned shift = 16; shift > 0; shift -= 4) {
    out += hex_digit(static_cast<unsigned>(c) >> (shift - 4));
  }
}

/// Printable ASCII throughout, and nothing that JSON escapes. Without a way out of the loop, so that compilers make
/// vectors of it.
[[nodiscard]] constexpr bool is_plain(std::string_view text) {
  unsigned char odd = 0;
  for (const char c : text) {
    const auto offset = static_cast<unsigned char>(static_cast<unsigned char>(c) - 0x20U);
    odd = static_cast<unsigned char>(odd | static_cast<unsigned char>(offset > 0x5E) |
                                     static_cast<unsigned char>(c == '"') | static_cast<unsigned char>(c == '\\'));
  }
  return odd == 0;
}

/// A string with its quotes. Bytes that are not UTF-8 become U+FFFD; what would mislead a reader is escaped although
/// JSON does not ask for it.
template <class Out>
void append_json_string(Out& out, std::string_view text) {
  out += '"';
  if (is_plain(text)) {
    out += text;
    text = {};
  }
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    switch (next.value) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (!next.well_formed) {
          out += "\xEF\xBF\xBD";
        } else if (is_control_or_bidi(next.value)) {
          append_json_escape(out, next.value);
        } else {
          out += text.substr(0, next.length);
        }
    }
    text.remove_prefix(next.length);
  }
  out += '"';
}

template <class Out, std::integral T>
void append_json_number(Out& out, T number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out += std::string_view{digits.data(), end};
}

/// The shortest text that reads back as the same number. Not for infinities and NaN, which JSON cannot say.
template <class Out>
void append_json_number(Out& out, double number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out += std::string_view{digits.data(), end};
}

/// Bytes as a string in base64, with its quotes.
template <class Out>
void append_json_base64(Out& out, std::string_view bytes) {
  out += '"';
  append_base64(out, bytes);
  out += '"';
}

}  // namespace preflight
