#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decode_result.hpp>
#include <preflight/decode/jpeg/huffman_table.hpp>
#include <preflight/decode/jpeg/quantization_table.hpp>

namespace preflight::detail::jpeg_parts {

/// What no encoder writes, of an AC code that leads up to the coefficient in front of `index`.
[[nodiscard]] inline surplus surplus_of(huffman_table::symbol code, const scan_bits& bits, unsigned index,
                                        const quantization_table& quantization) {
  if (code.size() == 0) {
    return code.run() == 15 && index >= quantization_table::size ? surplus::jpeg_coefficients : surplus::none;
  }
  if (index > quantization_table::size) {
    return surplus::jpeg_coefficients;
  }
  const bool is_allowed =
      quantization.allows_bits(code.size(), index - 1) || quantization.allows(code.magnitude(bits), index - 1);
  return is_allowed ? surplus::none : surplus::jpeg_values;
}

/// Reads blocks that lie whole in the bytes at hand and are as an encoder writes them, and stops in front of any other.
/// What one function works on, so that it can be held in registers.
class block_reader {
 public:
  block_reader(const scan_bits& bits, std::span<const unsigned char> bytes)
      : word_{bits.word()}, count_{bits.count()}, bytes_{bytes} {}

  /// False, with nothing taken, where the next block is another one, or ends behind the bytes or the marker that comes.
  [[gnu::always_inline]] bool pass(const huffman_table& dc, const ac_table& ac, const quantization_table& quantization,
                                   std::int64_t& prediction) {
    scan_bits bits{word_, count_};
    std::size_t next = next_;
    if (!refill(bits, next)) {
      return false;
    }
    const huffman_table::symbol code = dc.find_short(bits);
    if (code.length == 0 || code.whole > longest_dc) {
      return false;
    }
    const std::int64_t value = prediction + code.magnitude(bits);
    if (!quantization.allows(value, 0)) {
      return false;
    }
    bits.skip(code.whole);
    unsigned groups = groups_behind_dc;
    for (unsigned index = 1; index < quantization_table::size; groups = groups_at_once) {
      const unsigned begin = index;
      for (; groups > 0 && index < quantization_table::size; --groups) {
        const ac_table::group codes = ac.find_group(bits);
        if (!quantization.allows_bits_until(codes.largest, index + codes.places)) {
          break;
        }
        bits.skip(codes.length);
        index = codes.ends_block ? quantization_table::size : index + codes.advance;
      }
      if (index < quantization_table::size &&
          (!refill(bits, next) ||
           (index == begin && !(pass_code(bits, index, ac, quantization) && refill(bits, next))))) {
        return false;
      }
    }
    word_ = bits.word();
    count_ = bits.count();
    next_ = next;
    prediction = value;
    return true;
  }

  [[nodiscard]] scan_bits bits() const { return {word_, count_}; }
  /// The bytes that were not taken.
  [[nodiscard]] std::span<const unsigned char> rest() const { return bytes_.subspan(next_); }

 private:
  static constexpr unsigned groups_at_once = 3;
  static constexpr unsigned enough = groups_at_once * ac_table::longest_group;
  static constexpr unsigned groups_behind_dc = 2;
  static constexpr unsigned longest_dc = enough - groups_behind_dc * ac_table::longest_group;

  /// As many bits as possible: whether some are needed could not be predicted. False where there are too few.
  [[gnu::always_inline]] bool refill(scan_bits& bits, std::size_t& next) const {
    if (bytes_.size() - next >= scan_bits::block_size) {
      if (const std::uint64_t block = scan_bits::load_block(bytes_.subspan(next).first<scan_bits::block_size>());
          !scan_bits::has_ff(block)) {
        next += bits.add_block(block);
        return true;
      }
    }
    if (bits.count() < enough) {
      const refilled more = refill_bytes(bits, bytes_.subspan(next));
      bits = {more.bits.word(), more.bits.count()};
      next += more.taken;
    }
    return bits.count() >= enough;
  }

  struct refilled {
    scan_bits bits;
    std::size_t taken = 0;
  };

  /// Where the bytes end or an FF comes, with the stuffed 00 of which it is data (T.81 F.1.2.3).
  [[gnu::noinline]] static refilled refill_bytes(scan_bits bits, std::span<const unsigned char> bytes) {
    refilled out{bits};
    while (out.bits.has_room() && out.taken < bytes.size()) {
      const unsigned char byte = bytes[out.taken];
      if (byte == 0xFF && (bytes.size() - out.taken < 2 || bytes[out.taken + 1] != 0)) {
        break;
      }
      out.bits.add(byte);
      out.taken += byte == 0xFF ? 2 : 1;
    }
    return out;
  }

  [[gnu::always_inline]] static bool pass_code(scan_bits& bits, unsigned& index, const ac_table& ac,
                                               const quantization_table& quantization) {
    const huffman_table::symbol code = ac.find(bits.peek(huffman_table::max_bits));
    const unsigned end = index + code.advance();
    if (code.length == 0 || end > quantization_table::size ||
        surplus_of(code, bits, end, quantization) != surplus::none) {
      return false;
    }
    bits.skip(code.whole);
    index = end;
    return true;
  }

  std::uint64_t word_;
  unsigned count_;
  std::size_t next_ = 0;
  std::span<const unsigned char> bytes_;
};

}  // namespace preflight::detail::jpeg_parts
