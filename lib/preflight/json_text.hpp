#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/utf8.hpp>

/// JSON (RFC 8259) appended to a string piece by piece.
namespace preflight {

/// One of 16, in lower case.
[[nodiscard]] constexpr char hex_digit(unsigned value) { return "0123456789abcdef"[value & 0xFU]; }

/// "\u202e"; what lies above U+FFFF as two of them.
inline void append_json_escape(std::string& out, char32_t c) {
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

/// A string with its quotes. Bytes that are not UTF-8 become U+FFFD; what would mislead a reader is escaped although
/// JSON does not ask for it.
inline void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && text[plain] >= 0x20 && text[plain] < 0x7F && text[plain] != '"' &&
           text[plain] != '\\') {
      ++plain;
    }
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      break;
    }
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
        } else if (misleads(next.value)) {
          append_json_escape(out, next.value);
        } else {
          out += text.substr(0, next.length);
        }
    }
    text.remove_prefix(next.length);
  }
  out += '"';
}

template <std::integral T>
void append_json_number(std::string& out, T number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// The shortest text that reads back as the same number. Not for infinities and NaN, which JSON cannot say.
inline void append_json_number(std::string& out, double number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// Bytes as a string in base64 (RFC 4648, section 4), with its quotes.
inline void append_json_base64(std::string& out, std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  out += '"';
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      three = (three << 8) | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j > bytes.size() ? '=' : alphabet[(three >> (18 - 6 * j)) & 0x3FU];
    }
  }
  out += '"';
}

}  // namespace preflight
