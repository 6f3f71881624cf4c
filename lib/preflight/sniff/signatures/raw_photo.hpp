#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

struct camera_make {
  std::string_view name;
  preflight::format format;
};
inline constexpr std::array camera_makes{
    camera_make{"NIKON", format::nef},     camera_make{"SONY", format::arw},    camera_make{"PENTAX", format::pef},
    camera_make{"RICOH", format::pef},     camera_make{"SAMSUNG", format::raw}, camera_make{"Hasselblad", format::raw},
    camera_make{"EASTMAN", format::raw},   camera_make{"Kodak", format::raw},   camera_make{"SEIKO EPSON", format::raw},
    camera_make{"Phase One", format::raw}, camera_make{"Leaf", format::raw},    camera_make{"Mamiya", format::raw},
};

/// Raw photographs in TIFF clothes. A DNG has a version tag (DNG 1.7, chapter 4), a CR2 two letters after its header;
/// the others begin with a thumbnail, said to be one, keep the photograph in a sub-directory or in a compression of
/// their own, and name the maker of the camera (TIFF 6.0, section 8; TIFF/EP). What lies beyond the head is not known.
[[nodiscard]] constexpr format raw_photo(byte_view head) {
  byte_cursor bytes{head};
  const bool is_big = bytes.take(std::string_view{"MM\0*", 4});
  if (!is_big && !bytes.take(std::string_view{"II*\0", 4})) {
    return format::unknown;
  }
  const std::uint64_t start = head.offset();
  const std::uint32_t directory = bytes.u32(is_big);
  if (byte_cursor letters = bytes; letters.take("CR\x02")) {
    return format::cr2;
  }
  byte_cursor entries{head, start + directory};
  format maker = format::unknown;
  bool is_thumbnail = false;
  bool has_photo_elsewhere = false;
  for (std::uint16_t left = entries.u16(is_big); left > 0 && entries.left() >= 12; --left) {
    const std::uint16_t tag = entries.u16(is_big);
    entries.skip(6);  // type and count
    byte_cursor inline_value = entries;
    const std::uint32_t value = entries.u32(is_big);
    switch (tag) {
      case 0xC612: return format::dng;                 // DNGVersion
      case 0x00FE: is_thumbnail = value == 1; break;   // NewSubfileType
      case 0x014A: has_photo_elsewhere = true; break;  // SubIFDs
      case 0x0103:                                     // Compression
        has_photo_elsewhere = has_photo_elsewhere || inline_value.u16(is_big) == 0xFFFF;
        is_thumbnail = is_thumbnail || has_photo_elsewhere;
        break;
      case 0x010F:  // Make
        for (const camera_make& make : camera_makes) {
          maker = byte_cursor{head, start + value}.take(make.name) ? make.format : maker;
        }
        break;
      default: break;
    }
  }
  return is_thumbnail && has_photo_elsewhere ? maker : format::unknown;
}

}  // namespace preflight::detail::signatures
