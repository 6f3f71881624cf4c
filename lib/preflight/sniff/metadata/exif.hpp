#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::metadata {

/// Reads orientation and whether there is a GPS position from an Exif block (a TIFF structure: Exif 2.32, 4.5;
/// TIFF 6.0, section 2). It visits two directories, IFD0 and the GPS IFD, and follows no chain, so it cannot loop. A
/// broken block leaves the facts as they are: viewers ignore it, and the picture is none the worse.
class exif {
 public:
  /// The TIFF header stands at `offset`; nothing at or past offset + length is looked at. The block must lie in the
  /// file.
  constexpr void begin(std::uint64_t offset, std::uint64_t length) {
    *this = {};
    base_ = offset;
    length_ = length;
    state_ = state::header;
  }

  constexpr read_request advance(byte_view window, const sniff_request& request, facts& f) {
    while (state_ != state::done) {
      const std::uint32_t unit = unit_size();
      if (position_ > length_ || unit > length_ - position_) {
        state_ = state::done;
        break;
      }
      if (!window.covers(base_ + position_, unit)) {
        return request.request_range(base_ + position_,
                                     std::clamp<std::uint64_t>(length_ - position_, unit, look_ahead));
      }
      read(byte_cursor{window, base_ + position_}, f);
    }
    return done;
  }

 private:
  enum class state : std::uint8_t { header, entry_count, entry, latitude, longitude, done };

  static constexpr std::uint32_t look_ahead = 512;
  static constexpr std::uint16_t max_entries = 1024;
  static constexpr std::uint16_t tag_orientation = 0x0112, tag_gps_ifd = 0x8825;
  static constexpr std::uint16_t tag_latitude = 2, tag_longitude = 4;
  static constexpr std::uint16_t type_short = 3, type_long = 4, type_rational = 5;

  [[nodiscard]] constexpr std::uint32_t unit_size() const {
    switch (state_) {
      case state::header: return 8;
      case state::entry_count: return 2;
      case state::entry: return 12;
      default: return 24;  // three rationals: degrees, minutes, seconds
    }
  }

  constexpr void go(state next, std::uint64_t offset) {
    state_ = next;
    position_ = offset;
  }

  constexpr void read(byte_cursor bytes, facts& f) {
    switch (state_) {
      case state::header: return header(bytes);
      case state::entry_count:
        entries_left_ = std::min(bytes.u16(big_), max_entries);
        return entries_left_ == 0 ? end_of_directory() : go(state::entry, position_ + 2);
      case state::entry: return entry(bytes, f);
      case state::latitude: return has_value(bytes) ? go(state::longitude, longitude_) : go(state::done, 0);
      case state::longitude:
        if (has_value(bytes)) {
          f.location = location_source::exif;
          f.location_offset = base_ + gps_;
        }
        return go(state::done, 0);
      case state::done: break;
    }
  }

  constexpr void header(byte_cursor bytes) {
    const std::uint16_t order = bytes.u16be();
    big_ = order == 0x4D4D;
    const bool little = order == 0x4949;
    const std::uint16_t magic = bytes.u16(big_);
    const std::uint32_t ifd0 = bytes.u32(big_);
    if ((!big_ && !little) || magic != 42 || ifd0 < 8) {
      return go(state::done, 0);
    }
    go(state::entry_count, ifd0);
  }

  constexpr void entry(byte_cursor bytes, facts& f) {
    const std::uint16_t tag = bytes.u16(big_);
    const std::uint16_t type = bytes.u16(big_);
    const std::uint32_t count = bytes.u32(big_);
    byte_cursor inline_value = bytes;
    const std::uint32_t offset = bytes.u32(big_);
    if (in_gps_) {
      if (type == type_rational && count == 3) {
        (tag == tag_latitude ? latitude_ : tag == tag_longitude ? longitude_ : ignored_) = offset;
      }
    } else if (tag == tag_orientation && type == type_short && count == 1) {
      const std::uint16_t value = inline_value.u16(big_);
      if (value >= 1 && value <= 8 && f.orientation == 0) {
        f.orientation = static_cast<std::uint8_t>(value);
        f.orientation_offset = base_ + position_;
      }
    } else if (tag == tag_gps_ifd && type == type_long && count == 1) {
      gps_ = offset;
    }
    --entries_left_;
    return entries_left_ == 0 ? end_of_directory() : go(state::entry, position_ + 12);
  }

  constexpr void end_of_directory() {
    if (!in_gps_ && gps_ >= 8) {
      in_gps_ = true;
      return go(state::entry_count, gps_);
    }
    return latitude_ >= 8 && longitude_ >= 8 ? go(state::latitude, latitude_) : go(state::done, 0);
  }

  /// Cameras without a fix write 0/0.
  [[nodiscard]] constexpr bool has_value(byte_cursor bytes) const {
    bytes.skip(4);
    return bytes.u32(big_) != 0;
  }

  std::uint64_t base_ = 0;
  std::uint64_t length_ = 0;
  std::uint64_t position_ = 0;  // from base_, as TIFF counts
  std::uint32_t gps_ = 0;
  std::uint32_t latitude_ = 0;
  std::uint32_t longitude_ = 0;
  std::uint32_t ignored_ = 0;
  std::uint16_t entries_left_ = 0;
  state state_ = state::done;
  bool big_ = false;
  bool in_gps_ = false;
};

}  // namespace preflight::detail::metadata
