#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::metadata {

/// Searches an XMP packet for a position: a latitude or longitude that is followed by a number, as an attribute
/// (exif:GPSLatitude="52,31.2N") or as an element (<exif:GPSLatitude>52…). No XML is parsed. NUL bytes are passed over:
/// UTF-16 and UTF-32 are ASCII with such bytes between.
class xmp {
 public:
  /// The packet lies in [offset, offset + length), inside the file.
  constexpr void begin(std::uint64_t offset, std::uint64_t length) {
    stage_ = stage::search;
    go_on(offset, length);
  }
  /// Another part of the packet before, which may have ended in the middle of a word.
  constexpr void go_on(std::uint64_t offset, std::uint64_t length) {
    position_ = offset;
    end_ = saturating_add(offset, length);
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, facts& f) {
    while (position_ < end_) {
      if (!window.covers(position_, 1)) {
        return request.request_range(position_, end_ - position_);
      }
      byte_cursor bytes{window.part(position_, end_ - position_)};
      while (bytes.left() > 0 && (stage_ != stage::search || bytes.seek(first_letter))) {
        const std::uint64_t place = bytes.position();
        if (take(bytes.u8(), place)) {
          f.location = location_source::xmp;
          f.location_offset = start_;
          position_ = end_;
          return done;
        }
      }
      position_ = bytes.position();
    }
    return done;
  }

 private:
  enum class stage : std::uint8_t { search, name, sign, quote, number, digit };

  static constexpr unsigned char first_letter = 'G';
  /// Of the exif namespace, and as DJI's drones write them, the slip of the pen included. None begins with another,
  /// and none has the first letter once more.
  static constexpr std::array<std::string_view, 5> properties{"GPSLatitude", "GPSLongitude", "GpsLatitude",
                                                              "GpsLongitude", "GpsLongtitude"};
  static constexpr std::uint32_t all_properties = (1U << properties.size()) - 1;

  /// True where this byte is the first digit of a number.
  constexpr bool take(std::uint8_t byte, std::uint64_t place) {
    const bool is_space = byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';  // XML 1.0, 2.3
    if (byte == 0 || (is_space && (stage_ == stage::sign || stage_ == stage::quote || stage_ == stage::number))) {
      return false;
    }
    if (byte == first_letter) {
      start_ = place;
      stage_ = stage::name;
      candidates_ = all_properties;
      length_ = 1;
      return false;
    }
    const bool is_digit = byte >= '0' && byte <= '9';
    switch (stage_) {
      case stage::search: return false;
      case stage::name: stage_ = next_letter(byte); return false;
      case stage::sign: stage_ = byte == '=' ? stage::quote : byte == '>' ? stage::number : stage::search; return false;
      case stage::quote: stage_ = byte == '"' || byte == '\'' ? stage::number : stage::search; return false;
      case stage::number: stage_ = byte == '+' || byte == '-' ? stage::digit : stage::search; return is_digit;
      case stage::digit: stage_ = stage::search; return is_digit;
    }
    return false;
  }

  constexpr stage next_letter(std::uint8_t byte) {
    bool is_whole = false;
    for (std::size_t i = 0; i < properties.size(); ++i) {
      const std::string_view name = properties[i];
      const bool fits = length_ < name.size() && name[length_] == static_cast<char>(byte);
      candidates_ &= fits ? all_properties : ~(1U << i);
      is_whole = is_whole || ((candidates_ >> i & 1U) != 0 && length_ + 1 == name.size());
    }
    ++length_;
    return is_whole ? stage::sign : candidates_ != 0 ? stage::name : stage::search;
  }

  std::uint64_t position_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t start_ = 0;       // of the property that may have begun
  std::uint32_t candidates_ = 0;  // one bit for each property that it may be
  std::uint32_t length_ = 0;      // letters of it so far
  stage stage_ = stage::search;
};

}  // namespace preflight::detail::metadata
