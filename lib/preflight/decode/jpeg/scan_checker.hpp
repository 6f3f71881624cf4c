#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decode_result.hpp>
#include <preflight/decode/jpeg/block_reader.hpp>
#include <preflight/decode/jpeg/huffman_table.hpp>
#include <preflight/decode/jpeg/quantization_table.hpp>

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

  /// After an RST marker.
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

  /// Bits after the last code: those that fill up its byte are alike (ones by F.1.2.3), and there are no more.
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
    do {
      if (at.index == 0 && !is_escaped_) {
        pass_blocks(at, tables);
      }
    } while (interval_left_ > 0 && decode_block(at, end, tables));
    bits_ = at.bits;
    rest = at.rest;
    index_ = at.index;
  }

  /// Blocks that lie whole in the bytes at hand and are as an encoder writes them. Where another one comes it ends in
  /// front of that: what there is to say of it is for decode_block() to find. By itself, so that nothing else wants the
  /// registers.
  [[gnu::noinline]] void pass_blocks(place& at, const scan_tables& tables) {
    block_reader reader{at.bits, at.rest};
    while (interval_left_ > 0) {
      const scan_layout::block& block = layout_.blocks[block_];
      if (!reader.pass(tables.dc[block.dc], tables.ac[block.ac], tables.quantization[block.quantization],
                       predictions_[block.component])) {
        break;
      }
      end_block();
    }
    at.bits = reader.bits();
    at.rest = reader.rest();
  }

  /// False where there are no bits for all its codes: then they go on where they ended.
  bool decode_block(place& at, std::uint64_t end, const scan_tables& tables) {
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
      prediction += code.magnitude(at.bits);
      if (!quantization.allows(prediction, 0)) {
        report(preflight::surplus::jpeg_values, at.offset(end));
      }
      at.bits.skip(code.whole);
      at.index = 1;
    }
    while (at.index < quantization_table::size) {
      refill(at);
      const huffman_table::symbol code = find(ac, at);
      if (code.length == 0) {
        return false;
      }
      at.index += code.advance();
      if (const preflight::surplus kind = surplus_of(code, at.bits, at.index, quantization);
          kind != preflight::surplus::none) {
        report(kind, at.offset(end));
      }
      at.bits.skip(code.whole);
    }
    at.index = 0;
    end_block();
    return true;
  }

  /// Sees to it that the longest code is there whole, where the bytes at hand have it.
  void refill(place& at) {
    if (at.bits.count() < longest_symbol) {
      bits_ = at.bits;
      fill(at.rest);
      at.bits = bits_;
    }
  }

  /// The next symbol, which is not skipped; of no length where there are no bits for it.
  huffman_table::symbol find(const huffman_table& table, place& at) {
    const huffman_table::symbol code = table.find(at.bits.peek(huffman_table::max_bits));
    if (code.length > 0 && code.whole <= at.bits.count()) {
      return code;
    }
    // libjpeg complains about what is not a code, and about an interval that ends too early.
    is_lost_ = marker_ != 0 || (code.length == 0 && at.bits.count() >= huffman_table::max_bits);
    return {};
  }

  void end_block() {
    if (++block_ == layout_.block_count) {
      block_ = 0;
      --interval_left_;
    }
  }

  static constexpr unsigned longest_symbol = huffman_table::max_bits + 15;

  scan_layout layout_{};
  scan_bits bits_{};
  std::uint64_t units_left_ = 0;     // after this interval
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
