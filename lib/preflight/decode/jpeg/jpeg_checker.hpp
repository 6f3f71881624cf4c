#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decode_result.hpp>
#include <preflight/decode/jpeg/scan_checker.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/sniff/metadata/jpeg_marker.hpp>

namespace preflight::detail::jpeg_parts {

/// Walks over a sequential, Huffman-coded JPEG whose headers libjpeg accepted, and tells whether it is sound, and
/// what surplus its scans have. Of others, and where libjpeg would have something to say, it says nothing. About 56
/// KiB, no allocation.
class jpeg_checker {
 public:
  /// The next bytes of the file, which stand at `offset`.
  void take(std::span<const unsigned char> piece, std::uint64_t offset) {
    while (!piece.empty() && state_ != state::passed && scan_.surplus() == surplus::none) {
      const std::size_t used = state_ == state::scan ? take_scan(piece, offset) : take_segment(piece);
      piece = piece.subspan(used);
      offset += used;
    }
  }

  /// Whether more of the file is of interest.
  [[nodiscard]] bool is_done() const { return state_ == state::passed || scan_.surplus() != surplus::none; }
  /// Whether the picture is there as one scan of all components, each interval as an encoder writes it, with nothing
  /// but comments and application data up to EOI: libjpeg would have nothing to say of it either.
  [[nodiscard]] bool is_sound() const { return is_sound_; }
  [[nodiscard]] preflight::surplus surplus() const { return scan_.surplus(); }
  [[nodiscard]] std::uint64_t offset() const { return scan_.offset(); }

 private:
  using enum jpeg_marker;
  enum class state : std::uint8_t { marker, length, fields, scan, passed };
  struct component {
    std::uint8_t id = 0, across = 0, down = 0, quantization = 0;
  };

  /// Up to the end of a piece or of a segment, whichever comes first.
  std::size_t take_segment(std::span<const unsigned char> piece) {
    std::size_t used = 0;
    while (used < piece.size() && state_ == state::marker) {
      see_marker_byte(piece[used++]);
    }
    while (used < piece.size() && state_ == state::length) {
      left_ = left_ << 8 | piece[used++];
      if (++length_bytes_ == 2) {
        state_ = left_ < 2 ? state::passed : state::fields;
        left_ -= std::min<std::size_t>(left_, 2);
        size_ = 0;
        end_segment_if_read();
      }
    }
    if (state_ == state::fields && used < piece.size()) {
      const std::size_t count = std::min(left_, piece.size() - used);
      if (is_read(code_)) {
        const std::size_t kept = std::min(count, fields_.size() - size_);
        std::ranges::copy(piece.subspan(used, kept), fields_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += kept;
        state_ = kept < count ? state::passed : state_;
      }
      used += count;
      left_ -= count;
      if (state_ == state::fields) {
        end_segment_if_read();
      }
    }
    return used;
  }

  void see_marker_byte(std::uint8_t byte) {
    if (!is_prefixed_ || byte == 0xFF) {
      is_odd_ = is_odd_ || byte != 0xFF;
      is_prefixed_ = byte == 0xFF;
      return;
    }
    is_prefixed_ = false;
    see_marker(jpeg_marker{byte});
  }

  void see_marker(jpeg_marker code) {
    code_ = code;
    is_odd_ = is_odd_ || (has_scan_ && code != eoi && code != com && !is_application_data(code));
    is_sound_ = code == eoi && has_scan_ && !is_odd_ && scan_.is_complete() && scan_.is_sound();
    if (code == soi || code == tem || code == stuffing || is_restart(code)) {
      state_ = state::marker;
    } else if (code == eoi || is_reserved(code) || code == dnl || code == dhp ||
               (is_frame_header(code) && code != sof0 && code != sof1)) {
      state_ = state::passed;
    } else {
      state_ = state::length;
      left_ = 0;
      length_bytes_ = 0;
    }
  }

  [[nodiscard]] static bool is_read(jpeg_marker code) {
    return code == dht || code == dqt || code == dri || code == sof0 || code == sof1 || code == sos;
  }

  void end_segment_if_read() {
    if (left_ > 0 || state_ != state::fields) {
      return;
    }
    state_ = state::marker;
    byte_cursor bytes{byte_view{std::span<const unsigned char>{fields_}.first(size_)}};
    const bool is_sound = code_ == dht     ? huffman_tables(bytes)
                          : code_ == dqt   ? quantization_tables(bytes)
                          : code_ == dri   ? restart_interval(bytes)
                          : code_ == sos   ? scan_header(bytes)
                          : is_read(code_) ? frame_header(bytes)
                                           : true;
    state_ = is_sound ? state_ : state::passed;
  }

  /// T.81 B.2.4.2
  bool huffman_tables(byte_cursor bytes) {
    while (bytes.left() > 0) {
      const std::uint8_t where = bytes.u8();
      std::array<unsigned char, huffman_table::max_bits> counts{};
      std::array<unsigned char, 256> values{};
      std::size_t sum = 0;
      for (unsigned char& count : counts) {
        count = bytes.u8();
        sum += count;
      }
      if (sum > values.size() || where > 0x1F || (where & 0xFU) > 3) {
        return false;
      }
      for (std::size_t i = 0; i < sum; ++i) {
        values[i] = bytes.u8();
      }
      const std::span<const unsigned char> codes = std::span{values}.first(sum);
      if (bytes.exhausted() || !(where >> 4U == 0 ? tables_.dc[where].build(counts, codes)
                                                  : tables_.ac[where & 0xFU].build(counts, codes))) {
        return false;
      }
    }
    return true;
  }

  /// B.2.4.1
  bool quantization_tables(byte_cursor bytes) {
    while (bytes.left() > 0 && !bytes.exhausted()) {
      const std::uint8_t where = bytes.u8();
      if (where > 0x1F || (where & 0xFU) > 3) {
        return false;
      }
      for (std::size_t i = 0; i < quantization_table::size; ++i) {
        tables_.quantization[where & 0xFU].set_width(i, where >> 4U == 0 ? bytes.u8() : bytes.u16be());
      }
    }
    return !bytes.exhausted();
  }

  bool restart_interval(byte_cursor bytes) {
    layout_.restart_interval = bytes.u16be();
    return !bytes.exhausted();
  }

  /// B.2.2
  bool frame_header(byte_cursor bytes) {
    const std::uint8_t precision = bytes.u8();
    height_ = bytes.u16be();
    width_ = bytes.u16be();
    component_count_ = bytes.u8();
    if (precision != 8 || height_ == 0 || width_ == 0 || component_count_ == 0 ||
        component_count_ > components_.size()) {
      return false;
    }
    for (component& c : std::span{components_}.first(component_count_)) {
      c.id = bytes.u8();
      const std::uint8_t sampling = bytes.u8();
      c.across = sampling >> 4U;
      c.down = sampling & 0xFU;
      c.quantization = bytes.u8();
      if (c.across < 1 || c.across > 4 || c.down < 1 || c.down > 4 || c.quantization > 3) {
        return false;
      }
      max_across_ = std::max(max_across_, c.across);
      max_down_ = std::max(max_down_, c.down);
    }
    return !bytes.exhausted();
  }

  /// B.2.3, and the blocks that A.2 makes of it.
  bool scan_header(byte_cursor bytes) {
    const std::uint8_t count = bytes.u8();
    layout_.block_count = 0;
    component last{};
    for (std::uint8_t i = 0; i < count; ++i) {
      const std::uint8_t id = bytes.u8();
      const std::uint8_t coding = bytes.u8();
      const auto all = std::span{components_}.first(component_count_);
      const auto found = std::ranges::find(all, id, &component::id);
      if (found == all.end() || (coding >> 4U) > 3 || (coding & 0xFU) > 3) {
        return false;
      }
      last = *found;
      const scan_layout::block block{static_cast<std::uint8_t>(found - all.begin()),
                                     static_cast<std::uint8_t>(coding >> 4U), static_cast<std::uint8_t>(coding & 0xFU),
                                     last.quantization};
      if (!tables_.dc[block.dc].is_defined() || !tables_.ac[block.ac].is_defined()) {
        return false;
      }
      const std::size_t blocks = count == 1 ? 1U : std::size_t{last.across} * last.down;
      if (blocks > layout_.blocks.size() - layout_.block_count) {
        return false;
      }
      std::fill_n(layout_.blocks.begin() + static_cast<std::ptrdiff_t>(layout_.block_count), blocks, block);
      layout_.block_count += blocks;
    }
    if (count == 0 || bytes.exhausted()) {
      return false;
    }
    const auto units = [](std::uint64_t samples, std::uint64_t unit) { return (samples + unit - 1) / unit; };
    const auto own = [&](std::uint64_t samples, std::uint64_t factor, std::uint64_t max) {
      return units(units(samples * factor, max), 8);
    };
    layout_.units = count == 1 ? own(width_, last.across, max_across_) * own(height_, last.down, max_down_)
                               : units(width_, 8U * max_across_) * units(height_, 8U * max_down_);
    scan_.begin(layout_);
    has_scan_ = true;
    is_odd_ = is_odd_ || count != component_count_;
    next_restart_ = rst0;
    state_ = state::scan;
    return true;
  }

  std::size_t take_scan(std::span<const unsigned char> piece, std::uint64_t offset) {
    const std::size_t used = scan_.take(piece, offset, tables_);
    if (scan_.marker() == 0) {
      return used;
    }
    const jpeg_marker code{scan_.marker()};
    if (!is_restart(code)) {
      see_marker(code);
      return used;
    }
    is_odd_ = is_odd_ || code != next_restart_;  // T.81 F.1.1.5.2
    next_restart_ = code == rst7 ? rst0 : jpeg_marker{static_cast<std::uint8_t>(scan_.marker() + 1)};
    if (scan_.is_complete()) {
      is_odd_ = true;
      state_ = state::marker;
    } else {
      scan_.restart();
    }
    return used;
  }

  scan_tables tables_{};
  scan_layout layout_{};
  scan_checker scan_{};
  std::array<component, 4> components_{};
  std::array<unsigned char, 2048> fields_{};
  std::size_t size_ = 0;  // of the fields
  std::size_t left_ = 0;  // of the segment
  std::uint32_t width_ = 0;
  std::uint32_t height_ = 0;
  unsigned length_bytes_ = 0;
  std::uint8_t component_count_ = 0;
  std::uint8_t max_across_ = 1;
  std::uint8_t max_down_ = 1;
  jpeg_marker code_ = soi;
  state state_ = state::marker;
  jpeg_marker next_restart_ = rst0;
  bool is_prefixed_ = false;
  bool has_scan_ = false;
  bool is_odd_ = false;  // not what an encoder writes, or not known here
  bool is_sound_ = false;
};

}  // namespace preflight::detail::jpeg_parts
