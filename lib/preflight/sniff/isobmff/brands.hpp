#pragma once

#include <array>
#include <cstdint>

#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail {

struct brand_rule {
  std::uint32_t brand;
  std::uint32_t mask;  ///< which bits of the brand count
  preflight::format format;
};

/// What a brand of an ftyp box says (ISO 14496-12, 4.3; the registry of the MP4 registration authority).
inline constexpr std::uint32_t every_bit = 0xFFFFFFFF;
inline constexpr std::array brands{
    brand_rule{fourcc("qt  "), every_bit, format::mov},      brand_rule{fourcc("avif"), every_bit, format::avif},
    brand_rule{fourcc("avis"), every_bit, format::avif},     brand_rule{fourcc("heic"), every_bit, format::heic},
    brand_rule{fourcc("heix"), every_bit, format::heic},     brand_rule{fourcc("heim"), every_bit, format::heic},
    brand_rule{fourcc("heis"), every_bit, format::heic},     brand_rule{fourcc("hevc"), every_bit, format::heic},
    brand_rule{fourcc("hevx"), every_bit, format::heic},     brand_rule{fourcc("hevm"), every_bit, format::heic},
    brand_rule{fourcc("hevs"), every_bit, format::heic},     brand_rule{fourcc("M4A "), every_bit, format::m4a},
    brand_rule{fourcc("M4B "), every_bit, format::m4a},      brand_rule{fourcc("M4P "), every_bit, format::m4a},
    brand_rule{fourcc("3gp "), 0xFFFFFF00, format::threegp}, brand_rule{fourcc("3g2 "), 0xFFFFFF00, format::threegp},
    brand_rule{fourcc("3ge "), 0xFFFFFF00, format::threegp}, brand_rule{fourcc("3gg "), 0xFFFFFF00, format::threegp},
    brand_rule{fourcc("3gr "), 0xFFFFFF00, format::threegp}, brand_rule{fourcc("3gs "), 0xFFFFFF00, format::threegp},
    brand_rule{fourcc("jp2 "), every_bit, format::jp2},      brand_rule{fourcc("jpx "), every_bit, format::jp2},
    brand_rule{fourcc("jpm "), every_bit, format::jp2},      brand_rule{fourcc("jxl "), every_bit, format::jxl},
    brand_rule{fourcc("crx "), every_bit, format::cr3},
};

/// The format a major brand names; mp4 for every brand of the ISO family not listed.
[[nodiscard]] constexpr format format_of_brand(std::uint32_t brand) {
  for (const brand_rule& candidate : brands) {
    if ((brand & candidate.mask) == (candidate.brand & candidate.mask)) {
      return candidate.format;
    }
  }
  return format::mp4;
}

/// The format an ftyp box names, from its major brand and, where that is one of the brands that only say "some HEIF
/// file" (ISO 23008-12, 10.2), from the compatible ones. `body` stands on the major brand; `length` is what the box
/// holds from there.
[[nodiscard]] constexpr format format_of_file_type(byte_cursor body, std::uint64_t length) {
  const std::uint32_t major = length < 4 ? 0 : body.u32be();
  body.skip(4);
  const bool some_heif = major == fourcc("mif1") || major == fourcc("mif2") || major == fourcc("msf1") ||
                         major == fourcc("miaf") || major == fourcc("MiHB") || major == fourcc("MiHE");
  format result = some_heif ? format::heic : format_of_brand(major);
  bool quicktime = false;
  bool iso = false;
  for (std::uint64_t i = 8; i + 4 <= length && body.left() >= 4; i += 4) {
    const std::uint32_t brand = body.u32be();
    if (some_heif && format_of_brand(brand) == format::avif) {
      result = format::avif;
    }
    quicktime = quicktime || brand == fourcc("qt  ");
    iso = iso || (brand != 0 && format_of_brand(brand) == format::mp4);
  }
  // A major brand of zeros or blanks names nothing: some cameras write it and say "qt  " only in the list.
  const bool blank = major == 0 || major == fourcc("    ");
  return blank && quicktime && !iso ? format::mov : result;
}

}  // namespace preflight::detail
