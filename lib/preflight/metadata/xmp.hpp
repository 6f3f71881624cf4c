#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <preflight/sniffer.hpp>

namespace preflight::metadata {

/// Searches an XMP packet for a position: a GPSLatitude property that is followed by a number, as an attribute
/// (exif:GPSLatitude="52,31.2N") or as an element (<exif:GPSLatitude>52…). No XML is parsed.
class xmp {
 public:
  /// The packet lies in [offset, offset + length), inside the file.
  constexpr void begin(std::uint64_t offset, std::uint64_t length) {
    at_ = offset;
    end_ = saturating_add(offset, length);
  }

  constexpr need advance(view window, const errand& e, facts& f) {
    while (at_ < end_) {
      if (end_ - at_ < hit_size) {
        at_ = end_;
        break;
      }
      if (!window.covers(at_, hit_size)) {
        return e.wanting(at_, end_ - at_);
      }
      cursor bytes{window.part(at_, end_ - at_)};
      const bool found = bytes.seek(property);
      at_ = bytes.position();
      if (!found || bytes.left() < hit_size) {
        continue;  // what is left here may be the beginning of a hit: the next window starts with it
      }
      bytes.skip(property.size());
      const std::uint8_t first = bytes.u8();
      const std::uint8_t quote = first == '=' ? bytes.u8() : first;
      const std::uint8_t digit = bytes.u8();
      if ((quote == '"' || quote == '\'' || quote == '>') && digit >= '0' && digit <= '9') {
        f.location = location_source::xmp;
        f.location_offset = at_;
        at_ = end_;
      } else {
        at_ += property.size();
      }
    }
    return nothing_more;
  }

 private:
  static constexpr std::string_view property = "GPSLatitude";
  static constexpr std::uint32_t hit_size = property.size() + 3;  // ="5 or >52

  std::uint64_t at_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace preflight::metadata
