#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::metadata {

/// Searches an XMP packet for a position: a latitude or longitude that is followed by a number, as an attribute
/// (exif:GPSLatitude="52,31.2N") or as an element (<exif:GPSLatitude>52…). No XML is parsed.
class xmp {
 public:
  /// The packet lies in [offset, offset + length), inside the file.
  constexpr void begin(std::uint64_t offset, std::uint64_t length) {
    position_ = offset;
    end_ = saturating_add(offset, length);
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, facts& f) {
    while (position_ < end_) {
      if (end_ - position_ < min_hit) {
        position_ = end_;
        break;
      }
      if (!window.covers(position_, std::min<std::uint64_t>(max_hit, end_ - position_))) {
        return request.request_range(position_, end_ - position_);
      }
      byte_cursor bytes{window.part(position_, end_ - position_)};
      const bool may_begin = bytes.seek(static_cast<unsigned char>(properties.front().front()));
      position_ = bytes.position();
      if (!may_begin || bytes.left() < std::min<std::uint64_t>(max_hit, end_ - position_)) {
        continue;  // what is left here may be the beginning of a hit: the next window starts with it
      }
      if (take_property(bytes) && is_number(bytes)) {
        f.location = location_source::xmp;
        f.location_offset = position_;
        position_ = end_;
      } else {
        ++position_;
      }
    }
    return done;
  }

 private:
  /// Of the exif namespace, and as DJI's drones write them, the slip of the pen included. All begin alike.
  static constexpr std::array<std::string_view, 5> properties{"GPSLatitude", "GPSLongitude", "GpsLatitude",
                                                              "GpsLongitude", "GpsLongtitude"};
  static constexpr std::uint32_t max_space = 32;  // that is looked past, before and behind each sign
  static constexpr std::uint32_t min_hit = properties.front().size() + 2;
  static constexpr std::uint32_t max_hit = properties.back().size() + 3 * (1 + max_space) + 1;  // = "-5

  static constexpr bool take_property(byte_cursor& bytes) {
    return std::any_of(properties.begin(), properties.end(), [&](std::string_view name) { return bytes.take(name); });
  }

  /// The first byte that is no white space (XML 1.0, 2.3).
  static constexpr std::uint8_t next(byte_cursor& bytes) {
    for (std::uint32_t passed = 0;; ++passed) {
      const std::uint8_t byte = bytes.u8();
      if (passed == max_space || (byte != ' ' && byte != '\t' && byte != '\r' && byte != '\n')) {
        return byte;
      }
    }
  }

  static constexpr bool is_number(byte_cursor bytes) {
    const std::uint8_t first = next(bytes);
    const std::uint8_t quote = first == '=' ? next(bytes) : first;
    if (first == '=' ? quote != '"' && quote != '\'' : quote != '>') {
      return false;
    }
    const std::uint8_t sign = next(bytes);
    const std::uint8_t digit = sign == '+' || sign == '-' ? bytes.u8() : sign;
    return !bytes.exhausted() && digit >= '0' && digit <= '9';
  }

  std::uint64_t position_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace preflight::detail::metadata
