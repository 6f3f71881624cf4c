#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/input/bytes.hpp>

namespace preflight::detail::png_chunks {

/// What the PNG specification (third edition, 2023) says of one type of chunk, as far as anything here asks.
struct chunk {
  std::uint32_t type = 0;
  std::uint32_t min_length = 0;              ///< bytes of data
  std::uint32_t max_length = 0x7FFFFFFF;     ///< "a PNG four-byte unsigned integer", 7.1
  std::uint32_t unit = 1;                    ///< bytes of each thing it lists
  std::uint32_t read_length = 0;             ///< bytes of its data that are looked at
  std::uint32_t color_types = 0xFFFFFFFF;    ///< bit n: allowed with colour type n
  bool is_unique = false;                    ///< there may be one
  bool before_data = false;                  ///< only before the first IDAT
  bool at_structure = false;                 ///< looked at only at that depth
  std::string_view clause{};                 ///< that defines it
  std::string_view wrong_length{};           ///< says that it has another length; empty: viewers pass it over
  std::string_view misplaced{};              ///< says that it stands where it may not; empty: viewers pass it over
  std::string_view order_clause{"PNG 5.6"};  ///< that says where it may

  [[nodiscard]] constexpr bool fits(std::uint32_t length) const {
    return length >= min_length && length <= max_length && length % unit == 0;
  }
  [[nodiscard]] constexpr bool suits(std::uint8_t color_type) const {
    return color_type >= 32 || ((color_types >> color_type) & 1U) != 0;
  }
};

inline constexpr chunk ihdr{.type = fourcc("IHDR"),
                            .min_length = 13,
                            .max_length = 13,
                            .is_unique = true,
                            .before_data = true,
                            .clause = "PNG 11.2.1",
                            .wrong_length = "the IHDR chunk is not 13 bytes long",
                            .misplaced = "there is a second IHDR chunk"};
inline constexpr chunk plte{.type = fourcc("PLTE"),
                            .min_length = 3,
                            .max_length = 768,
                            .unit = 3,
                            .color_types = ~0b1'0001U,
                            .is_unique = true,
                            .before_data = true,
                            .clause = "PNG 11.2.2",
                            .wrong_length = "the PLTE chunk does not contain 1 to 256 colours",
                            .misplaced = "there is a PLTE chunk where it is not allowed",
                            .order_clause = "PNG 11.2.2"};
inline constexpr chunk idat{.type = fourcc("IDAT"), .clause = "PNG 11.2.3"};
inline constexpr chunk iend{.type = fourcc("IEND"),
                            .max_length = 0,
                            .is_unique = true,
                            .clause = "PNG 11.2.5",
                            .wrong_length = "the IEND chunk is not empty"};
inline constexpr chunk trns{.type = fourcc("tRNS"), .before_data = true, .clause = "PNG 11.3.1.1"};
inline constexpr chunk exif{.type = fourcc("eXIf"), .clause = "PNG 11.3.4.5"};
inline constexpr chunk itxt{.type = fourcc("iTXt"), .read_length = 19, .at_structure = true, .clause = "PNG 11.3.3.4"};
inline constexpr chunk actl{.type = fourcc("acTL"),
                            .min_length = 8,
                            .max_length = 8,
                            .read_length = 8,
                            .before_data = true,
                            .clause = "PNG 11.3.6.1"};
inline constexpr chunk fctl{
    .type = fourcc("fcTL"), .min_length = 26, .max_length = 26, .read_length = 20, .clause = "PNG 11.3.6.2"};
inline constexpr chunk fdat{.type = fourcc("fdAT"), .min_length = 4, .clause = "PNG 11.3.6.3"};

inline constexpr std::array all{&ihdr, &plte, &idat, &iend, &trns, &exif, &itxt, &actl, &fctl, &fdat};

/// Where it stands in `all`; its size where no chunk of this type is of interest.
[[nodiscard]] constexpr std::size_t index_of(std::uint32_t type) {
  std::size_t index = 0;
  while (index < all.size() && all[index]->type != type) {
    ++index;
  }
  return index;
}

/// Four letters of ASCII (5.3).
[[nodiscard]] constexpr bool is_type(std::uint32_t type) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    const std::uint32_t letter = (type >> shift) & 0xDFU;  // upper case
    if (letter < 'A' || letter > 'Z') {
      return false;
    }
  }
  return true;
}

/// Whether a decoder must know it: its first letter is a capital (5.4).
[[nodiscard]] constexpr bool is_critical(std::uint32_t type) { return (type & 0x20000000U) == 0; }

}  // namespace preflight::detail::png_chunks
