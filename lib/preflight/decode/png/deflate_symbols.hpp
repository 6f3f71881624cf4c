#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <preflight/decode/png/deflate_table.hpp>

namespace preflight::detail::png_parts {

/// Of the code that the lengths of the codes are written in: RFC 1951, 3.2.7.
inline constexpr std::size_t length_codes = 19;

/// 3.2.5: bytes, the end of a block, and lengths. The last two have codes among the fixed ones, and no meaning.
inline constexpr std::array<deflate_entry, 288> literal_symbols = [] {
  std::array<deflate_entry, 288> out{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    out[i] = symbol_entry(i, 0, deflate_entry::literal);
  }
  out[256] = symbol_entry(0, 0, deflate_entry::special | deflate_entry::end);
  std::uint32_t length = 3;
  for (std::uint32_t i = 257; i < 285; ++i) {
    const unsigned extra = i < 265 ? 0 : (i - 261) / 4;
    out[i] = symbol_entry(length, extra);
    length += 1U << extra;
  }
  out[285] = symbol_entry(258, 0);
  out[286] = out[287] = no_code;
  return out;
}();
inline constexpr std::array<deflate_entry, 32> distance_symbols = [] {
  std::array<deflate_entry, 32> out{};
  std::uint32_t distance = 1;
  for (std::uint32_t i = 0; i < 30; ++i) {
    const unsigned extra = i < 4 ? 0 : i / 2 - 1;
    out[i] = symbol_entry(distance, extra);
    distance += 1U << extra;
  }
  out[30] = out[31] = no_code;
  return out;
}();
/// The symbol in the upper half, and how often the length is repeated in the lower one.
inline constexpr std::array<deflate_entry, length_codes> length_symbols = [] {
  std::array<deflate_entry, length_codes> out{};
  for (std::uint32_t i = 0; i < length_codes; ++i) {
    const unsigned extra = i < 16 ? 0 : i == 16 ? 2 : i == 17 ? 3 : 7;
    out[i] = symbol_entry(i << 8U | (i == 18 ? 11U : 3U), extra);
  }
  return out;
}();

}  // namespace preflight::detail::png_parts
