#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sniff/crafted/bytes.hpp"

namespace crafted::exif {

enum class order : std::uint8_t { little, big };

inline constexpr std::uint16_t type_short = 3, type_long = 4, type_rational = 5;
inline constexpr std::uint16_t tag_orientation = 0x0112, tag_gps_ifd = 0x8825;
inline constexpr std::uint16_t tag_thumbnail_offset = 0x0201, tag_thumbnail_length = 0x0202;

/// A TIFF structure (TIFF 6.0, section 2) with everything a reader may stumble over left to the caller.
class tiff {
 public:
  explicit tiff(order byte_order, std::uint32_t first_directory = 8) : order_{byte_order} {
    data_.text(byte_order == order::big ? "MM" : "II");
    u16(42);
    u32(first_directory);
  }

  tiff& u16(std::uint64_t value) {
    order_ == order::big ? data_.u16(value) : data_.u16le(value);
    return *this;
  }
  tiff& u32(std::uint64_t value) {
    order_ == order::big ? data_.u32(value) : data_.u32le(value);
    return *this;
  }
  tiff& add(const bytes& more) {
    data_.add(more);
    return *this;
  }
  /// An entry whose value is an offset, a LONG, or a SHORT in the first half of the field.
  tiff& entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t value) {
    u16(tag).u16(type).u32(count);
    return type == type_short && count == 1 ? u16(value).u16(0) : u32(value);
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(data_.size()); }
  [[nodiscard]] const bytes& all() const { return data_; }

 private:
  order order_;
  bytes data_;
};

/// IFD0 with one orientation entry of whatever type, count and value.
[[nodiscard]] inline bytes orientation(std::uint32_t value, order byte_order = order::little,
                                       std::uint16_t type = type_short, std::uint32_t count = 1) {
  return tiff{byte_order}.u16(1).entry(tag_orientation, type, count, value).u32(0).all();
}

struct degrees {
  std::uint32_t whole, minutes, seconds;
};

/// A GPS directory with a latitude and a longitude. Denominator 0 is what a camera without a fix writes.
[[nodiscard]] inline bytes gps(degrees latitude, degrees longitude, order byte_order = order::little,
                               std::uint32_t denominator = 1) {
  constexpr std::uint32_t gps_directory = 8 + 2 + 12 + 4;
  constexpr std::uint32_t values = gps_directory + 2 + 4 * 12 + 4;
  tiff t{byte_order};
  t.u16(1).entry(tag_gps_ifd, type_long, 1, gps_directory).u32(0);
  t.u16(4);
  t.u16(1).u16(2).u32(2).add({'N', 0, 0, 0});
  t.entry(2, type_rational, 3, values);
  t.u16(3).u16(2).u32(2).add({'E', 0, 0, 0});
  t.entry(4, type_rational, 3, values + 24).u32(0);
  for (const degrees& angle : {latitude, longitude}) {
    for (const std::uint32_t part : {angle.whole, angle.minutes, angle.seconds}) {
      t.u32(part).u32(denominator);
    }
  }
  return t.all();
}

/// A little-endian GPS directory whose latitude and longitude are written in this type and count.
[[nodiscard]] inline bytes gps(std::uint16_t type, std::uint32_t count, const bytes& value,
                               std::uint16_t pointer_type = type_long) {
  constexpr std::uint32_t gps_directory = 8 + 2 + 12 + 4;
  constexpr std::uint32_t values = gps_directory + 2 + 2 * 12 + 4;
  tiff t{order::little};
  t.u16(1).u16(tag_gps_ifd).u16(pointer_type).u32(1).u32(gps_directory).u32(0);
  t.u16(2);
  for (const std::uint16_t tag : {std::uint16_t{2}, std::uint16_t{4}}) {
    t.u16(tag).u16(type).u32(count);
    value.size() > 4 ? t.u32(values) : t.add(value).add(zeros(4 - value.size()));
  }
  return t.u32(0).add(value).all();
}

/// IFD0 whose next-directory pointer leads back to itself.
[[nodiscard]] inline bytes looping(std::uint32_t value) {
  return tiff{order::little}.u16(1).entry(tag_orientation, type_short, 1, value).u32(8).all();
}

/// IFD1 with a JPEG thumbnail that claims `length` bytes, however many it has.
[[nodiscard]] inline bytes thumbnail(const bytes& jpeg, std::uint32_t length) {
  constexpr std::uint32_t second_directory = 8 + 2 + 4;
  constexpr std::uint32_t picture = second_directory + 2 + 2 * 12 + 4;
  return tiff{order::big}
      .u16(0)
      .u32(second_directory)
      .u16(2)
      .entry(tag_thumbnail_offset, type_long, 1, picture)
      .entry(tag_thumbnail_length, type_long, 1, length)
      .u32(0)
      .add(jpeg)
      .all();
}

}  // namespace crafted::exif
