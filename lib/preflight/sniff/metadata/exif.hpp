#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::metadata {

/// Reads orientation and whether there is a GPS position from an Exif block (a TIFF structure: Exif 2.32, 4.5;
/// TIFF 6.0, section 2). It visits two directories, IFD0 and the GPS IFD, and follows no chain, so it cannot loop. A
/// broken block leaves the facts as they are: viewers ignore it, and the picture is as good as before.
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
  // TIFF 6.0, section 2; 13 by its supplement 1.
  enum class type : std::uint16_t {
    byte = 1,
    ascii,
    short_,
    long_,
    rational,
    sbyte,
    undefined,
    sshort,
    slong,
    srational,
    float_,
    double_,
    ifd
  };
  /// A value of the GPS directory. Programs write positions in types and counts that Exif 2.32, 4.6.6 does not know,
  /// and readers show them all the same.
  struct gps_value {
    std::uint64_t position = 0;  // from base_; 0: there is none
    exif::type type{};
    std::uint32_t size = 0;  // of what is looked at
  };

  /// Bytes of one element; 0 where there is no such type.
  [[nodiscard]] static constexpr std::uint32_t size_of(type t) {
    switch (t) {
      case type::byte:
      case type::ascii:
      case type::sbyte:
      case type::undefined: return 1;
      case type::short_:
      case type::sshort: return 2;
      case type::long_:
      case type::slong:
      case type::float_:
      case type::ifd: return 4;
      case type::rational:
      case type::srational:
      case type::double_: return 8;
    }
    return 0;
  }
  [[nodiscard]] static constexpr bool is_text(type t) { return t == type::ascii || t == type::undefined; }

  [[nodiscard]] constexpr std::uint32_t unit_size() const {
    switch (state_) {
      case state::header: return 8;
      case state::entry_count: return 2;
      case state::entry: return 12;
      case state::latitude: return latitude_.size;
      case state::longitude: return longitude_.size;
      case state::done: break;
    }
    return 0;
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
      case state::latitude:
        return has_value(bytes, latitude_) ? go(state::longitude, longitude_.position) : go(state::done, 0);
      case state::longitude:
        if (has_value(bytes, longitude_) && f.location != location_source::exif) {
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
    const auto value_type = static_cast<type>(bytes.u16(big_));
    const std::uint32_t count = bytes.u32(big_);
    byte_cursor inline_value = bytes;
    const std::uint32_t offset = bytes.u32(big_);
    if (in_gps_) {
      if (tag == tag_latitude || tag == tag_longitude) {
        (tag == tag_latitude ? latitude_ : longitude_) = position_of(value_type, count, offset);
      }
    } else if (tag == tag_orientation && value_type == type::short_ && count == 1) {
      const std::uint16_t value = inline_value.u16(big_);
      if (value >= 1 && value <= 8 && f.orientation == 0) {
        f.orientation = static_cast<std::uint8_t>(value);
        f.orientation_offset = base_ + position_;
      }
    } else if (tag == tag_gps_ifd && (value_type == type::long_ || value_type == type::ifd) && count == 1) {
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
    const bool has_both = latitude_.position != 0 && longitude_.position != 0;
    return has_both ? go(state::latitude, latitude_.position) : go(state::done, 0);
  }

  /// Where the value of the entry at position_ stands: in the entry itself, or at `offset` where it is longer.
  [[nodiscard]] constexpr gps_value position_of(type value_type, std::uint32_t count, std::uint32_t offset) const {
    constexpr std::uint64_t max_text = 32;
    const std::uint64_t whole = std::uint64_t{size_of(value_type)} * count;
    if (whole == 0 || (whole > 4 && (offset < 8 || whole > length_ || offset > length_ - whole))) {
      return {};
    }
    const std::uint64_t size = is_text(value_type) ? std::min(whole, max_text) : size_of(value_type);
    return {whole > 4 ? offset : position_ + 8, value_type, static_cast<std::uint32_t>(size)};
  }

  /// Cameras without a fix write 0/0, or blanks.
  [[nodiscard]] constexpr bool has_value(byte_cursor bytes, const gps_value& value) const {
    if (is_text(value.type)) {
      bool has_digit = false;
      for (std::uint32_t i = 0; i < value.size; ++i) {
        const std::uint8_t letter = bytes.u8();
        has_digit = has_digit || (letter >= '0' && letter <= '9');
      }
      return has_digit;
    }
    if (value.type != type::rational && value.type != type::srational) {
      return true;
    }
    bytes.skip(4);
    return bytes.u32(big_) != 0;
  }

  std::uint64_t base_ = 0;
  std::uint64_t length_ = 0;
  std::uint64_t position_ = 0;  // from base_, as TIFF counts
  std::uint32_t gps_ = 0;
  gps_value latitude_{};
  gps_value longitude_{};
  std::uint16_t entries_left_ = 0;
  state state_ = state::done;
  bool big_ = false;
  bool in_gps_ = false;
};

}  // namespace preflight::detail::metadata
