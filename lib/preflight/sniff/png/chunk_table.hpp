#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/input/bytes.hpp>

namespace preflight::detail::png_chunks {

/// What decides about other chunks: the colour type, and how many colours the palette has so far.
struct palette_state {
  std::uint8_t color_type = 0;
  std::uint32_t colors = 0;
};

/// What the PNG specification (third edition, 2023) and its extensions (1.5.0) say of one type of chunk. For ancillary
/// chunks a fault is told with their name; for the others the row has the words.
struct chunk {
  std::uint32_t type = 0;
  std::uint32_t min_length = 0;                 ///< bytes of data
  std::uint32_t max_length = 0x7FFFFFFF;        ///< "a PNG four-byte unsigned integer", 7.1
  std::uint32_t unit = 1;                       ///< bytes of each thing it lists
  std::array<std::uint8_t, 7> color_lengths{};  ///< bytes by colour type; 0: min_length and max_length hold
  std::uint8_t bytes_per_color = 0;             ///< with a palette: at most so many for each of its colours
  std::uint32_t read_length = 0;                ///< bytes of its data that are looked at
  std::uint32_t color_types = 0xFFFFFFFF;       ///< bit n: allowed with colour type n
  bool is_unique = false;                       ///< there may be one
  bool before_palette = false;                  ///< only before PLTE and the first IDAT
  bool after_palette = false;                   ///< only after PLTE, where there is one
  bool before_data = false;                     ///< only before the first IDAT
  bool is_metadata = false;                     ///< readers look at it wherever it stands
  bool at_structure = false;                    ///< looked at only at that depth
  std::string_view clause{};                    ///< that defines it
  std::string_view wrong_length{};              ///< says that it has another length; empty: viewers pass it over
  std::string_view misplaced{};                 ///< says that it stands where it may not; empty: viewers pass it over
  std::string_view order_clause{"PNG 5.6"};     ///< that says where it may

  [[nodiscard]] constexpr bool fits(std::uint32_t length) const {
    return length >= min_length && length <= max_length && length % unit == 0;
  }
  [[nodiscard]] constexpr bool fits(std::uint32_t length, const palette_state& palette) const {
    const std::uint32_t exact = exact_length(palette.color_type);
    const bool is_listed = palette.color_type == 3 && bytes_per_color > 0 && palette.colors > 0;
    return fits(length) && (exact == 0 || length == exact) &&
           (!is_listed || length <= palette.colors * bytes_per_color);
  }
  /// 0 where it may be of more than one length.
  [[nodiscard]] constexpr std::uint32_t exact_length(std::uint8_t color_type) const {
    const std::uint32_t exact = color_type < color_lengths.size() ? color_lengths.at(color_type) : 0U;
    return exact == 0 && min_length == max_length ? min_length : exact;
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
inline constexpr chunk actl{.type = fourcc("acTL"),
                            .min_length = 8,
                            .max_length = 8,
                            .read_length = 8,
                            .before_data = true,
                            .clause = "PNG 11.3.6.1"};
inline constexpr chunk fctl{
    .type = fourcc("fcTL"), .min_length = 26, .max_length = 26, .read_length = 20, .clause = "PNG 11.3.6.2"};
inline constexpr chunk fdat{.type = fourcc("fdAT"), .min_length = 4, .clause = "PNG 11.3.6.3"};

/// An ancillary chunk of a fixed length that says how colours are meant.
[[nodiscard]] consteval chunk color_space(std::string_view type, std::uint32_t length, std::string_view clause) {
  return {.type = fourcc(type),
          .min_length = length,
          .max_length = length,
          .is_unique = true,
          .before_palette = true,
          .clause = clause};
}
/// One that stands before the data, whatever the palette.
[[nodiscard]] consteval chunk before_data(std::string_view type, std::uint32_t min_length, std::uint32_t max_length,
                                          std::string_view clause) {
  return {.type = fourcc(type),
          .min_length = min_length,
          .max_length = max_length,
          .is_unique = true,
          .before_data = true,
          .clause = clause};
}

inline constexpr chunk trns{.type = fourcc("tRNS"),
                            .color_lengths = {2, 0, 6},
                            .bytes_per_color = 1,
                            .color_types = 0b1101,
                            .is_unique = true,
                            .after_palette = true,
                            .before_data = true,
                            .clause = "PNG 11.3.1.1"};
inline constexpr chunk chrm = color_space("cHRM", 32, "PNG 11.3.2.1");
inline constexpr chunk gama = color_space("gAMA", 4, "PNG 11.3.2.2");
inline constexpr chunk iccp{.type = fourcc("iCCP"),
                            .min_length = 3,  // a letter of the name, its end, the method
                            .is_unique = true,
                            .before_palette = true,
                            .clause = "PNG 11.3.2.3"};
inline constexpr chunk sbit{.type = fourcc("sBIT"),
                            .color_lengths = {1, 0, 3, 3, 2, 0, 4},
                            .is_unique = true,
                            .before_palette = true,
                            .clause = "PNG 11.3.2.4"};
inline constexpr chunk srgb = color_space("sRGB", 1, "PNG 11.3.2.5");
inline constexpr chunk cicp = color_space("cICP", 4, "PNG 11.3.2.6");
inline constexpr chunk mdcv = color_space("mDCV", 24, "PNG 11.3.2.7");
inline constexpr chunk clli = color_space("cLLI", 8, "PNG 11.3.2.8");
inline constexpr chunk text{
    .type = fourcc("tEXt"), .min_length = 2, .is_metadata = true, .at_structure = true, .clause = "PNG 11.3.3.2"};
inline constexpr chunk ztxt{
    .type = fourcc("zTXt"), .min_length = 3, .is_metadata = true, .at_structure = true, .clause = "PNG 11.3.3.3"};
inline constexpr chunk itxt{
    .type = fourcc("iTXt"), .min_length = 6, .is_metadata = true, .at_structure = true, .clause = "PNG 11.3.3.4"};
inline constexpr chunk bkgd{.type = fourcc("bKGD"),
                            .color_lengths = {2, 0, 6, 1, 2, 0, 6},
                            .is_unique = true,
                            .after_palette = true,
                            .before_data = true,
                            .clause = "PNG 11.3.4.1"};
inline constexpr chunk hist{.type = fourcc("hIST"),
                            .unit = 2,
                            .bytes_per_color = 2,
                            .color_types = ~0b1'0001U,
                            .is_unique = true,
                            .after_palette = true,
                            .before_data = true,
                            .clause = "PNG 11.3.4.2"};
inline constexpr chunk phys = before_data("pHYs", 9, 9, "PNG 11.3.4.3");
inline constexpr chunk splt{
    .type = fourcc("sPLT"), .min_length = 3, .before_data = true, .clause = "PNG 11.3.4.4"};  // each of another name
// The third edition wants it before the data; its first definition, and libpng when it writes, did not.
inline constexpr chunk exif{.type = fourcc("eXIf"), .is_unique = true, .is_metadata = true, .clause = "PNG 11.3.4.5"};
inline constexpr chunk time{
    .type = fourcc("tIME"), .min_length = 7, .max_length = 7, .is_unique = true, .clause = "PNG 11.3.5.1"};
inline constexpr chunk offs = before_data("oFFs", 9, 9, "PNG extensions 3.1");
inline constexpr chunk pcal = before_data("pCAL", 14, 0x7FFFFFFF, "PNG extensions 3.2");
inline constexpr chunk scal = before_data("sCAL", 4, 0x7FFFFFFF, "PNG extensions 3.3");
inline constexpr chunk ster = before_data("sTER", 1, 1, "PNG extensions 3.7");

inline constexpr std::array all{&ihdr, &plte, &idat, &iend, &actl, &fctl, &fdat, &trns, &chrm, &gama,
                                &iccp, &sbit, &srgb, &cicp, &mdcv, &clli, &text, &ztxt, &itxt, &bkgd,
                                &hist, &phys, &splt, &exif, &time, &offs, &pcal, &scal, &ster};

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

/// Whether the picture or its frames are made of it: what is wrong with any other chunk leaves every pixel as it is.
[[nodiscard]] constexpr bool makes_pictures(std::uint32_t type) {
  return is_critical(type) || type == actl.type || type == fctl.type || type == fdat.type;
}

}  // namespace preflight::detail::png_chunks
