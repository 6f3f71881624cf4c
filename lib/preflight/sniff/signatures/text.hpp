#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

/// Characters a text file holds: all but DEL and the C0 controls other than TAB to CR and ESC.
[[nodiscard]] constexpr bool is_text(std::uint32_t character) {
  return character >= 0x20 ? character != 0x7F : (character >= 0x09 && character <= 0x0D) || character == 0x1B;
}

/// Where well-formed UTF-8 (Unicode, table 3-7) of text characters ends. The last character of the view may be cut, but
/// not be the only one.
[[nodiscard]] constexpr std::uint64_t end_of_utf8_text(byte_view head) {
  byte_cursor bytes{head};
  bytes.take("\xEF\xBB\xBF");
  const std::uint64_t start = bytes.position();
  while (bytes.left() > 0) {
    const std::uint64_t start_of_character = bytes.position();
    const std::uint8_t lead = bytes.u8();
    if (lead < 0x80) {
      if (!is_text(lead)) {
        return start_of_character;
      }
      continue;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return start_of_character;
    }
    const int following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    for (int i = 0; i < following; ++i) {
      if (bytes.left() == 0) {
        return start_of_character != start ? bytes.position() : start;
      }
      const std::uint8_t byte = bytes.u8();
      const std::uint8_t lowest = i > 0 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      const std::uint8_t highest = i > 0 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (byte < lowest || byte > highest) {
        return start_of_character;
      }
    }
  }
  return bytes.position();
}

/// True for a view of text only, which is more than a byte order mark.
[[nodiscard]] constexpr bool is_utf8_text(byte_view head) {
  byte_cursor bytes{head};
  bytes.take("\xEF\xBB\xBF");
  return bytes.left() > 0 && end_of_utf8_text(head) == bytes.position() + bytes.left();
}

/// UTF-16 of text characters only, after a byte order mark. Surrogates are not paired up.
[[nodiscard]] constexpr bool is_utf16_text(byte_view head) {
  byte_cursor bytes{head};
  const bool big = bytes.take("\xFE\xFF");
  if (!big && !bytes.take("\xFF\xFE")) {
    return false;
  }
  const std::uint64_t start = bytes.position();
  while (bytes.left() >= 2) {
    if (!is_text(bytes.u16(big))) {
      return false;
    }
  }
  return bytes.position() > start;
}

/// Moves past these ASCII letters in either case, given in lower case; false where something else stands there.
constexpr bool take_in_any_case(byte_cursor& bytes, std::string_view lower) {
  byte_cursor ahead = bytes;
  for (const char letter : lower) {
    const std::uint8_t c = ahead.u8();
    const bool upper = c >= 'A' && c <= 'Z';
    if (ahead.exhausted() || static_cast<std::uint8_t>(upper ? c + 0x20 : c) != static_cast<std::uint8_t>(letter)) {
      return false;
    }
  }
  bytes = ahead;
  return true;
}

constexpr bool take_past(byte_cursor& bytes, std::string_view terminator) {
  return bytes.seek(terminator) && bytes.take(terminator);
}

/// HTML or SVG, by the document type or the first element after white space, comments and processing instructions.
[[nodiscard]] constexpr format markup(byte_view head) {
  constexpr std::array<std::string_view, 9> html_elements{"html",  "head",   "body", "title", "meta",
                                                          "style", "script", "div",  "h1"};
  byte_cursor bytes{head};
  bytes.take("\xEF\xBB\xBF");
  while (bytes.left() > 0) {
    if (bytes.take(" ") || bytes.take("\t") || bytes.take("\n") || bytes.take("\r") || bytes.take("\f")) {
      continue;
    }
    if (bytes.take("<?")) {
      if (!take_past(bytes, "?>")) {
        return format::unknown;
      }
    } else if (bytes.take("<!--")) {
      if (!take_past(bytes, "-->")) {
        return format::unknown;
      }
    } else if (take_in_any_case(bytes, "<!doctype")) {
      while (bytes.take(" ") || bytes.take("\n") || bytes.take("\r") || bytes.take("\t")) {
      }
      if (take_in_any_case(bytes, "html")) {
        return format::html;
      }
      if (bytes.take("svg")) {
        return format::svg;
      }
      if (!take_past(bytes, ">")) {
        return format::unknown;
      }
    } else {
      break;
    }
  }
  if (!bytes.take("<")) {
    return format::unknown;
  }
  const auto ends = [](byte_cursor after) {
    const std::uint8_t c = after.u8();
    return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
  };
  byte_cursor svg = bytes;
  if ((svg.take("svg:svg") || svg.take("svg")) && ends(svg)) {
    return format::svg;
  }
  for (const std::string_view element : html_elements) {
    byte_cursor name = bytes;
    if (take_in_any_case(name, element) && ends(name)) {
      return format::html;
    }
  }
  return format::unknown;
}

/// JSON (RFC 8259): an object's first name, an array's first element, or an empty one of them.
[[nodiscard]] constexpr format json(byte_view head) {
  byte_cursor bytes{head};
  bytes.take("\xEF\xBB\xBF");
  const auto pass_blanks = [&] {
    while (bytes.take(" ") || bytes.take("\t") || bytes.take("\n") || bytes.take("\r")) {
    }
  };
  pass_blanks();
  const bool is_array = bytes.take("[");
  pass_blanks();
  const bool is_object = bytes.take("{");
  pass_blanks();
  if (is_object && bytes.take("}")) {
    return format::json;
  }
  if (is_array && !is_object && bytes.take("]")) {
    return format::json;
  }
  if (!bytes.take("\"") || (!is_array && !is_object)) {
    return format::unknown;
  }
  while (bytes.left() > 0) {
    const std::uint8_t character = bytes.u8();
    if (character == '\\') {
      bytes.skip(1);
    } else if (character == '"') {
      pass_blanks();
      return (is_object ? bytes.take(":") : bytes.take(",") || bytes.take("]")) ? format::json : format::unknown;
    }
  }
  return format::unknown;
}

/// XML by its declaration (XML 1.0, 2.8), or by the root element of the errors that object stores answer with.
[[nodiscard]] constexpr format xml(byte_view head) {
  byte_cursor bytes{head};
  bytes.take("\xEF\xBB\xBF");
  return bytes.take("<?xml ") || bytes.take("<Error>") ? format::xml : format::unknown;
}

/// A Git LFS pointer file: its first line names the version of the specification.
[[nodiscard]] constexpr format git_lfs_pointer(byte_view head) {
  return byte_cursor{head}.take("version https://git-lfs.github.com/spec/v1") ? format::git_lfs_pointer
                                                                              : format::unknown;
}

/// The size in bytes that a Git LFS pointer gives for the file it stands for; 0 where it gives none that fits 64 bits.
[[nodiscard]] constexpr std::uint64_t git_lfs_size(byte_view head) {
  byte_cursor bytes{head};
  if (!bytes.seek("\nsize ")) {
    return 0;
  }
  bytes.skip(6);
  std::uint64_t size = 0;
  while (bytes.left() > 0) {
    const std::uint8_t digit = bytes.u8();
    if (digit < '0' || digit > '9') {
      break;
    }
    if (size > 99'999'999'999'999'999U) {
      return 0;
    }
    size = size * 10 + (digit - '0');
  }
  return size;
}

}  // namespace preflight::detail::signatures
