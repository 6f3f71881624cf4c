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

/// No 8-bit samples lead to larger coefficients (T.81 A.3.3): the mean of a block is at most 128 away from the middle,
/// and its DC coefficient eight times that; no other coefficient is larger. A quantizer's width more is let pass, and a
/// little for encoders that let edges overshoot.
inline constexpr std::int64_t max_coefficient = 1024 + 64;

/// T.81 A.3.4, in zigzag order.
struct quantization_table {
  static constexpr std::size_t size = 64;
  std::array<std::uint16_t, size> widths{};
  std::array<std::uint8_t, size> safe_bits{};  ///< values of so many bits are within range whatever they are
  std::uint8_t always_safe = 0;                ///< the fewest of these

  [[nodiscard]] bool allows(std::int64_t value, std::size_t index) const {
    return (value < 0 ? -value : value) * widths[index] <= max_coefficient + widths[index];
  }
  void set_width(std::size_t index, std::uint16_t width) {
    widths[index] = width;
    safe_bits[index] = 0;
    while (safe_bits[index] < 15 && allows((2 << safe_bits[index]) - 1, index)) {
      ++safe_bits[index];
    }
    always_safe = index == 0 ? safe_bits[0] : std::min(always_safe, safe_bits[index]);
  }
};

/// The tables that scans refer to by number.
struct scan_tables {
  std::array<huffman_table, 4> dc{};
  std::array<ac_table, 4> ac{};
  std::array<quantization_table, 4> quantization{};
};

/// Walks over the Huffman codes of a scan and tells what no encoder writes and libjpeg does not mention: codes beyond
/// the last coefficient of a block, coefficients that no 8-bit samples produce, and what is left over of each
/// interval. Damage that leaves every code valid shows in one of these as a rule.
class scan_checker {
 public:
  void begin(const scan_layout& layout) {
    layout_ = layout;
    units_left_ = layout.units;
    restart();
  }

  /// Takes entropy-coded bytes up to the next marker: how many were taken, with the marker's two.
  std::size_t take(std::span<const unsigned char> piece, std::uint64_t offset, const scan_tables& tables) {
    const std::uint64_t end = offset + piece.size();
    std::span<const unsigned char> rest = piece;
    while (marker_ == 0 && !rest.empty()) {
      fill(rest);
      is_done() ? leave_over(end - rest.size()) : decode(rest, end, tables);
    }
    if (marker_ != 0) {
      if (!is_done()) {
        decode(rest, end, tables);
      }
      leave_over(end - rest.size());
    }
    return piece.size() - rest.size();
  }

  /// The marker that ended an interval; 0 where it has not ended.
  [[nodiscard]] std::uint8_t marker() const { return marker_; }
  /// Whether all units of the scan were seen, and no restart is due.
  [[nodiscard]] bool is_complete() const { return units_left_ == 0; }
  /// Whether all that was taken is as an encoder writes it, up to the end of an interval.
  [[nodiscard]] bool is_sound() const {
    return interval_left_ == 0 && !is_lost_ && surplus_ == preflight::surplus::none;
  }
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
  [[nodiscard]] bool is_done() const { return interval_left_ == 0 || is_lost_; }

  /// Takes bytes until there is no room for another one, or a marker comes.
  void fill(std::span<const unsigned char>& rest) {
    while (marker_ == 0 && bits_.has_room() && !rest.empty()) {
      add(rest.front());
      rest = rest.subspan(1);
    }
  }

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
    } else if (bits_.count() > 0) {
      const std::uint32_t rest = bits_.peek(bits_.count());
      const bool is_filling = rest == 0 || rest == (1U << bits_.count()) - 1;  // some cameras fill up with zeros
      if (!is_filling) {
        report(preflight::surplus::jpeg_padding, offset);
      }
    }
    bits_.clear();
    is_lost_ = is_lost_ || marker_ == 0;
  }

  /// What one function works on, so that it can be held in registers.
  struct place {
    scan_bits bits;
    std::span<const unsigned char> rest;
    unsigned index = 0;

    /// Of the bits that come next, about; in bytes. `end` is that of the rest.
    [[nodiscard]] std::uint64_t offset(std::uint64_t end) const {
      return end - std::min<std::uint64_t>(end, rest.size() + bits.count() / 8);
    }
  };

  /// Blocks, until the interval is complete or there are no bits for another code.
  void decode(std::span<const unsigned char>& rest, std::uint64_t end, const scan_tables& tables) {
    place at{bits_, rest, index_};
    while (interval_left_ > 0 && decode_block(at, end, tables)) {
      end_block(at);
    }
    bits_ = at.bits;
    rest = at.rest;
    index_ = at.index;
  }

  /// False where there are no bits for all its codes: then they go on where they ended.
  [[gnu::always_inline]] bool decode_block(place& at, std::uint64_t end, const scan_tables& tables) {
    const scan_layout::block& block = layout_.blocks[block_];
    const quantization_table& quantization = tables.quantization[block.quantization];
    const ac_table& ac = tables.ac[block.ac];
    if (at.index == 0) {
      refill(at);
      const huffman_table::symbol code = find(tables.dc[block.dc], at);
      if (code.length == 0) {
        return false;
      }
      std::int64_t& prediction = predictions_[block.component];
      prediction += magnitude(at.bits, code);
      if (!quantization.allows(prediction, 0)) {
        report(preflight::surplus::jpeg_values, at.offset(end));
      }
      at.bits.skip(code.whole);
      at.index = 1;
    }
    while (at.index < quantization_table::size) {
      refill(at);
      if (const ac_table::group codes = ac.find_group(at.bits); codes.length <= at.bits.count() &&
                                                                at.index + codes.places <= quantization_table::size &&
                                                                codes.largest <= quantization.always_safe) {
        at.bits.skip(codes.length);
        at.index = codes.ends_block ? quantization_table::size : at.index + codes.advance;
        continue;
      }
      const huffman_table::symbol code = find(ac, at);
      if (code.length == 0) {
        return false;
      }
      at.index += advance(code);
      check(code, at, quantization, end);
      at.bits.skip(code.whole);
    }
    return true;
  }

  /// An AC code that leads up to the coefficient in front of the place.
  void check(huffman_table::symbol code, const place& at, const quantization_table& quantization, std::uint64_t end) {
    if (code.size() == 0 ? code.run() == 15 && at.index >= quantization_table::size
                         : at.index > quantization_table::size) {
      report(preflight::surplus::jpeg_coefficients, at.offset(end));
    } else if (code.size() > 0 && code.size() > quantization.safe_bits[at.index - 1] &&
               !quantization.allows(magnitude(at.bits, code), at.index - 1)) {
      report(preflight::surplus::jpeg_values, at.offset(end));
    }
  }

  /// Sees to it that the longest code is there whole, where the bytes at hand have it. Always as many as possible:
  /// whether some are needed could not be predicted.
  [[gnu::always_inline]] void refill(place& at) {
    if (at.rest.size() >= scan_bits::block_size && !is_escaped_) {
      if (const std::uint64_t next = scan_bits::load_block(at.rest.first<scan_bits::block_size>());
          !scan_bits::has_ff(next)) {
        at.rest = at.rest.subspan(at.bits.add_block(next));
        return;
      }
    }
    if (at.bits.count() < longest_symbol) {
      bits_ = at.bits;
      fill(at.rest);
      at.bits = bits_;
    }
  }

  /// The next symbol, which is not skipped; of no length where there are no bits for it.
  [[gnu::always_inline]] huffman_table::symbol find(const huffman_table& table, place& at) {
    const huffman_table::symbol code = table.find(at.bits.peek(huffman_table::max_bits));
    if (code.length > 0 && code.whole <= at.bits.count()) {
      return code;
    }
    // libjpeg complains of what is no code, and of an interval that ends too early.
    is_lost_ = marker_ != 0 || (code.length == 0 && at.bits.count() >= huffman_table::max_bits);
    return {};
  }

  /// How many coefficients an AC code is about. F.1.2.2.1: zeros and one that is not, sixteen zeros, or no more of this
  /// block.
  [[nodiscard]] static unsigned advance(huffman_table::symbol code) {
    return code.size() == 0 && code.run() != 15 ? quantization_table::size : code.run() + 1;
  }

  /// F.2.2.1, EXTEND
  [[nodiscard]] static std::int32_t magnitude(const scan_bits& bits, huffman_table::symbol code) {
    if (code.size() == 0) {
      return 0;
    }
    const auto value = static_cast<std::int32_t>(bits.peek(code.whole) & ((1U << code.size()) - 1));
    return value >> (code.size() - 1) == 0 ? value - (std::int32_t{1} << code.size()) + 1 : value;
  }

  void end_block(place& at) {
    at.index = 0;
    if (++block_ == layout_.block_count) {
      block_ = 0;
      --interval_left_;
    }
  }

  static constexpr unsigned longest_symbol = huffman_table::max_bits + 15;

  scan_layout layout_{};
  scan_bits bits_{};
  std::uint64_t units_left_ = 0;     // behind this interval
  std::uint64_t interval_left_ = 0;  // units
  std::uint64_t surplus_offset_ = 0;
  std::array<std::int64_t, 4> predictions_{};
  std::size_t block_ = 0;  // of the unit
  unsigned index_ = 0;     // of the next coefficient, in zigzag order
  std::uint8_t marker_ = 0;
  bool is_escaped_ = false;  // an FF came, and not what follows it
  bool is_lost_ = false;     // libjpeg has something to say of this scan
  preflight::surplus surplus_ = preflight::surplus::none;
};

}  // namespace preflight::detail::jpeg_parts
