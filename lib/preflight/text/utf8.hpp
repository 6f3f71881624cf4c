#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace preflight {

/// One step through text that may not be UTF-8 at all.
struct code_point {
  char32_t value = 0;      ///< U+FFFD where the byte begins no well-formed sequence
  std::size_t length = 1;  ///< in bytes; 1 where it is not well formed
  bool well_formed = true;
};

/// The code point at the start of `text`, which must not be empty. Well-formed is what table 3-7 of the Unicode
/// standard admits: nothing overlong, no surrogate, nothing above U+10FFFF.
[[nodiscard]] constexpr code_point first_code_point(std::string_view text) {
  constexpr code_point broken{0xFFFD, 1, false};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || length > text.size()) {
    return broken;
  }
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return broken;
    }
    value = (value << 6) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return overlong || surrogate || value > 0x10FFFF ? broken : code_point{value, length, true};
}

[[nodiscard]] constexpr bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) {
    all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  }
  return all < 0x80;
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
  if (is_ascii(text)) {
    return true;
  }
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    if (!next.well_formed) {
      return false;
    }
    text.remove_prefix(next.length);
  }
  return true;
}

/// How many characters a string has; a byte that is not UTF-8 counts as one.
[[nodiscard]] constexpr std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    text.remove_prefix(first_code_point(text).length);
  }
  return count;
}

/// Characters that change how a terminal or a page shows what stands around them: C0 and C1 controls, line and
/// paragraph separators, and what turns the direction of writing (Unicode Standard Annex 9, section 2).
[[nodiscard]] constexpr bool is_control_or_bidi(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

struct code_point_range {
  char32_t first;
  char32_t last;
  bool shapes;  ///< joiners, variation selectors and tags: emoji and some scripts are written with them
};

/// Characters that are invisible, and that is_control_or_bidi() does not name: Default_Ignorable_Code_Point
/// (Unicode, DerivedCoreProperties.txt).
inline constexpr std::array invisible_characters{
    code_point_range{0xAD, 0xAD, false},       code_point_range{0x34F, 0x34F, false},
    code_point_range{0x115F, 0x1160, false},   code_point_range{0x17B4, 0x17B5, false},
    code_point_range{0x180B, 0x180F, true},    code_point_range{0x200B, 0x200B, false},
    code_point_range{0x200C, 0x200D, true},    code_point_range{0x2060, 0x206F, false},
    code_point_range{0x3164, 0x3164, false},   code_point_range{0xFE00, 0xFE0F, true},
    code_point_range{0xFFA0, 0xFFA0, false},   code_point_range{0xFFF0, 0xFFF8, false},
    code_point_range{0x1BCA0, 0x1BCA3, false}, code_point_range{0x1D173, 0x1D17A, false},
    code_point_range{0xE0000, 0xE001F, false}, code_point_range{0xE0020, 0xE0FFF, true},
};

/// Nothing of it is seen. What shapes the character it stands after is seen by that, but not after ASCII, where only
/// the emoji of keys have such ("1", U+FE0F, U+20E3).
[[nodiscard]] constexpr bool is_default_ignorable(char32_t c, bool behind_ascii) {
  for (const code_point_range& range : invisible_characters) {
    if (c >= range.first && c <= range.last) {
      return behind_ascii || !range.shapes;
    }
  }
  return false;
}

}  // namespace preflight
