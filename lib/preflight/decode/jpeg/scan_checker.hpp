#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decode_result.hpp>
#include <preflight/decode/jpeg/huffman_table.hpp>

namespace preflight::detail::jpeg_parts {

/// What a scan of a sequential JPEG is made of: its blocks in the order in which they are coded, and the tables.
struct scan_layout {
  struct block {
    std::uint8_t component = 0;
    std::uint8_t dc = 0;
    std::uint8_t ac = 0;
    std::uint8_t quantization = 0;
  };
  std::array<block, 10> blocks{};  // of a unit: T.81 A.2
  std::size_t block_count = 0;
  std::uint64_t units = 0;
  std::uint32_t restart_interval = 0;  ///< units; 0: none
};

/// The tables that scans refer to by number.
struct scan_tables {
  std::array<huffman_table, 4> dc{};
  std::array<huffman_table, 4> ac{};
  std::array<std::array<std::uint16_t, 64>, 4> quantization{};  ///< in zigzag order
};

/// Walks over the Huffman codes of a scan and tells what libjpeg does not mention: codes beyond the last coefficient of
/// a block, coefficients that no samples of 8 bits lead to, and what is left over of each interval. Damage that leaves
/// every code valid shows in one of these as a rule.
class scan_checker {
 public:
  void begin(const scan_layout& layout) {
    layout_ = layout;
    units_left_ = layout.units;
    restart();
  }

  /// Takes entropy-coded bytes up to the next marker: how many were taken, with the marker's two.
  std::size_t take(std::span<const unsigned char> piece, std::uint64_t offset, const scan_tables& tables) {
    std::size_t used = 0;
    while (marker_ == 0) {
      while (bits_.has_room() && used < piece.size() && marker_ == 0) {
        add(piece[used++]);
      }
      if (!is_done()) {
        decode(offset + used, tables);
      } else {
        leave_over(offset + used);
      }
      if (used == piece.size() && marker_ == 0) {
        return used;
      }
    }
    while (!is_done() && decode(offset + used, tables)) {
    }
    leave_over(offset + used);
    return used;
  }

  /// The marker that ended an interval; 0 where it has not ended.
  [[nodiscard]] std::uint8_t marker() const { return marker_; }
  /// Whether all units of the scan were seen, and no restart is due.
  [[nodiscard]] bool is_complete() const { return units_left_ == 0; }
  [[nodiscard]] preflight::surplus surplus() const { return surplus_; }
  [[nodiscard]] std::uint64_t offset() const { return surplus_offset_; }

  /// Behind an RST marker.
  void restart() {
    interval_left_ =
        layout_.restart_interval == 0 ? units_left_ : std::min<std::uint64_t>(units_left_, layout_.restart_interval);
    units_left_ -= interval_left_;
    predictions_.fill(0);
    bits_.clear();
    marker_ = 0;
    is_escaped_ = false;
    block_ = 0;
    index_ = 0;
  }

 private:
  /// No 8-bit samples lead to larger ones (T.81 A.3.3): the mean of a block is at most 128 away from the middle, and
  /// its DC coefficient eight times that; no other coefficient is larger. A quantizer's width more is let pass, and a
  /// little for encoders that let edges overshoot.
  static constexpr std::int32_t max_value = 1024 + 64;

  [[nodiscard]] bool is_done() const { return interval_left_ == 0 || is_lost_; }

  void add(std::uint8_t byte) {
    if (!is_escaped_) {
      is_escaped_ = byte == 0xFF;
      if (!is_escaped_) {
        bits_.add(byte);
      }
    } else if (byte == 0) {
      is_escaped_ = false;
      bits_.add(0xFF);
    } else if (byte != 0xFF) {  // else a fill byte: T.81 B.1.1.2
      marker_ = byte;
    }
  }

  void report(preflight::surplus kind, std::uint64_t offset) {
    if (surplus_ == preflight::surplus::none) {
      surplus_ = kind;
      surplus_offset_ = offset;
    }
  }

  /// Bits behind the last code: those that fill up its byte are alike (ones by F.1.2.3), and there are no more.
  void leave_over(std::uint64_t offset) {
    if (is_lost_ || interval_left_ > 0) {
      bits_.clear();
      return;
    }
    if (marker_ == 0 && bits_.has_room()) {
      return;
    }
    if (bits_.count() >= 8) {
      report(preflight::surplus::jpeg_bytes, offset);
    } else if (const std::uint32_t rest = bits_.peek(bits_.count());
               rest != 0 && rest != (1U << bits_.count()) - 1) {  // some cameras fill up with zeros
      report(preflight::surplus::jpeg_padding, offset);
    }
    bits_.clear();
    is_lost_ = is_lost_ || marker_ == 0;
  }

  /// As many coefficients as there are bits for. False where nothing more comes of these bits.
  bool decode(std::uint64_t offset, const scan_tables& tables) {
    while (!is_done()) {
      const scan_layout::block& block = layout_.blocks[block_];
      const bool is_dc = index_ == 0;
      const huffman_table& table = is_dc ? tables.dc[block.dc] : tables.ac[block.ac];
      const huffman_table::symbol code = table.find(bits_);
      const unsigned size = is_dc ? code.value : code.value & 0xFU;
      if (code.length == 0 || size > 15) {
        is_lost_ = bits_.count() >= huffman_table::max_bits || marker_ != 0;  // no code: libjpeg says so
        return false;
      }
      if (code.length + size > bits_.count()) {
        is_lost_ = marker_ != 0;  // the interval ends too early: libjpeg says so
        return false;
      }
      bits_.skip(code.length);
      const std::int32_t value = magnitude(bits_.peek(size), size);
      bits_.skip(size);
      const std::array<std::uint16_t, 64>& quantization = tables.quantization[block.quantization];
      if (is_dc) {
        std::int32_t& prediction = predictions_[block.component];
        prediction += value;
        check(prediction, quantization[0], offset);
        index_ = 1;
      } else {
        coefficient(code.value, value, quantization, offset);
      }
      if (index_ > 63) {
        end_block();
      }
    }
    return false;
  }

  void coefficient(std::uint8_t code, std::int32_t value, const std::array<std::uint16_t, 64>& quantization,
                   std::uint64_t offset) {
    const unsigned run = code >> 4U;
    if ((code & 0xFU) == 0) {
      index_ += run == 15 ? 16 : 64;  // F.1.2.2.1: sixteen zeros, or no more of this block
      if (run == 15 && index_ > 63) {
        report(preflight::surplus::jpeg_coefficients, offset);
      }
      return;
    }
    index_ += run;
    if (index_ > 63) {
      report(preflight::surplus::jpeg_coefficients, offset);
      return;
    }
    check(value, quantization[index_], offset);
    ++index_;
  }

  void check(std::int32_t value, std::int32_t quantizer, std::uint64_t offset) {
    const std::int64_t size = std::int64_t{value < 0 ? -value : value} * quantizer;
    if (size > max_value + quantizer) {
      report(preflight::surplus::jpeg_values, offset);
    }
  }

  void end_block() {
    index_ = 0;
    if (++block_ == layout_.block_count) {
      block_ = 0;
      --interval_left_;
    }
  }

  /// F.2.2.1, EXTEND
  [[nodiscard]] static std::int32_t magnitude(std::uint32_t bits, unsigned size) {
    const auto value = static_cast<std::int32_t>(bits);
    return size > 0 && (bits >> (size - 1)) == 0 ? value - (std::int32_t{1} << size) + 1 : value;
  }

  scan_layout layout_{};
  scan_bits bits_{};
  std::uint64_t units_left_ = 0;     // behind this interval
  std::uint64_t interval_left_ = 0;  // units
  std::uint64_t surplus_offset_ = 0;
  std::array<std::int32_t, 4> predictions_{};
  std::size_t block_ = 0;  // of the unit
  unsigned index_ = 0;     // of the next coefficient, in zigzag order
  std::uint8_t marker_ = 0;
  bool is_escaped_ = false;  // an FF came, and not what follows it
  bool is_lost_ = false;     // libjpeg has something to say of this scan
  preflight::surplus surplus_ = preflight::surplus::none;
};

}  // namespace preflight::detail::jpeg_parts
