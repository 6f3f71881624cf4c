#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::metadata {

/// Searches an XMP packet for a position: a GPSLatitude property that is followed by a number, as an attribute
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
      const bool has_property = bytes.seek(property);
      position_ = bytes.position();
      if (!has_property || bytes.left() < std::min<std::uint64_t>(max_hit, end_ - position_)) {
        continue;  // what is left here may be the beginning of a hit: the next window starts with it
      }
      bytes.skip(property.size());
      if (is_number(bytes)) {
        f.location = location_source::xmp;
        f.location_offset = position_;
        position_ = end_;
      } else {
        position_ += property.size();
      }
    }
    return done;
  }

 private:
  static constexpr std::string_view property = "GPSLatitude";
  static constexpr std::uint32_t max_space = 32;  // that is looked past, before and behind each sign
  static constexpr std::uint32_t min_hit = property.size() + 2;
  static constexpr std::uint32_t max_hit = property.size() + 3 * (1 + max_space);  // = "5

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
    const std::uint8_t digit = next(bytes);
    return !bytes.exhausted() && digit >= '0' && digit <= '9';
  }

  std::uint64_t position_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace preflight::detail::metadata
