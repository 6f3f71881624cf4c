#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace preflight::detail::jpeg_parts {

/// Bits of entropy-coded data, the first one highest; those past the end of an interval are not there.
class scan_bits {
 public:
  static constexpr std::size_t block_size = 8;

  scan_bits() = default;
  scan_bits(std::uint64_t bits, unsigned count) : bits_{bits}, count_{count} {}

  /// All of them. For who keeps them in registers: a copy of both members goes through memory.
  [[nodiscard]] std::uint64_t word() const { return bits_; }
  [[nodiscard]] unsigned count() const { return count_; }
  [[nodiscard]] bool has_room() const { return count_ < 56; }
  /// There must be room.
  void add(std::uint8_t byte) {
    bits_ |= std::uint64_t{byte} << (56 - count_);
    count_ += 8;
  }
  /// As many of eight bytes, the first one highest, as there is room for: how many.
  ///
  /// Bits beyond count() may then be there already: those of the next bytes, which are joined to them.
  std::size_t add_block(std::uint64_t bytes) {
    const unsigned taken = (63 - count_) / 8;
    bits_ |= bytes >> count_;
    count_ |= 56;
    return taken;
  }
  [[nodiscard]] static std::uint64_t load_block(std::span<const unsigned char, block_size> bytes) {
    const auto at = [&](std::size_t i) { return std::uint64_t{bytes[i]} << (56 - 8 * i); };
    return at(0) | at(1) | at(2) | at(3) | at(4) | at(5) | at(6) | at(7);  // one load, where the compiler sees it
  }
  [[nodiscard]] static bool has_ff(std::uint64_t bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    return ((~bytes - ones) & bytes & ones << 7) != 0;  // a byte of ~bytes is 0
  }
  void clear() {
    bits_ = 0;
    count_ = 0;
  }

  /// The next `wanted` bits, 1 to 32. Those beyond count() mean nothing.
  [[nodiscard]] std::uint32_t peek(unsigned wanted) const { return static_cast<std::uint32_t>(bits_ >> (64 - wanted)); }
  /// There must be as many, and fewer than 64.
  void skip(unsigned passed) {
    bits_ <<= passed;
    count_ -= passed;
  }

 private:
  std::uint64_t bits_ = 0;
  unsigned count_ = 0;
};

/// A Huffman table of a JPEG (T.81 C.2) made ready for decoding.
class huffman_table {
 public:
  static constexpr unsigned max_bits = 16;

  /// A code, and the bits after it that its value announces: as many as its lower half says (T.81 F.1.2).
  struct alignas(4) symbol {
    std::uint8_t value = 0;
    std::uint8_t length = 0;  ///< in bits; 0 where no code begins like this
    std::uint8_t whole = 0;   ///< with the bits after it

    [[nodiscard]] unsigned size() const { return value & 0xFU; }
    [[nodiscard]] unsigned run() const { return value >> 4U; }
    /// Of an AC code: how many coefficients it is about. F.1.2.2.1: zeros and one that is not, sixteen zeros, or no
    /// more of this block.
    [[nodiscard]] unsigned advance() const { return size() == 0 && run() != 15 ? 64 : run() + 1; }
    /// F.2.2.1, EXTEND: the value, of bits that begin with the code. Without a branch, which could not be predicted.
    [[nodiscard]] std::int32_t magnitude(const scan_bits& bits) const {
      const std::int32_t range = std::int32_t{1} << size();
      const auto stored = static_cast<std::int32_t>(bits.peek(whole)) & (range - 1);
      const std::int32_t is_negative = (stored >> ((size() - 1U) & 31U)) - 1;  // all bits, or none
      return stored + (is_negative & (1 - range));
    }
  };

  /// `counts`: how many codes there are of 1 to 16 bits; `values`: what they stand for. False if they are not a table.
  bool build(std::span<const unsigned char, max_bits> counts, std::span<const unsigned char> values) {
    is_defined_ = false;
    fast_.fill({});
    if (values.size() > values_.size()) {
      return false;
    }
    std::ranges::copy(values, values_.begin());
    std::uint32_t code = 0;
    std::uint32_t index = 0;
    for (unsigned length = 1; length <= max_bits; ++length) {
      const std::uint32_t count = counts[length - 1];
      if (index + count > values.size() || code + count > (std::uint32_t{1} << length)) {
        return false;
      }
      first_[length] = code;
      indexes_[length] = index;
      counts_[length] = count;
      for (std::uint32_t i = 0; i < count && length <= fast_bits; ++i) {
        const std::size_t begin = std::size_t{code + i} << (fast_bits - length);
        std::fill_n(fast_.begin() + static_cast<std::ptrdiff_t>(begin), std::size_t{1} << (fast_bits - length),
                    make_symbol(values[index + i], length));
      }
      index += count;
      code = (code + count) << 1;
    }
    is_defined_ = true;
    return true;
  }

  [[nodiscard]] bool is_defined() const { return is_defined_; }

  /// The symbol that these 16 bits begin with.
  [[nodiscard]] symbol find(std::uint32_t ahead) const {
    const symbol fast = fast_[ahead >> (max_bits - fast_bits)];
    return fast.length != 0 ? fast : find_long(ahead);
  }
  /// One with a short code; of no length where it has a longer one.
  [[nodiscard]] symbol find_short(const scan_bits& bits) const { return fast_[bits.peek(fast_bits)]; }

 private:
  static constexpr unsigned fast_bits = 9;

  static symbol make_symbol(std::uint8_t value, unsigned length) {
    return {value, static_cast<std::uint8_t>(length), static_cast<std::uint8_t>(length + (value & 0xFU))};
  }

  [[nodiscard, gnu::noinline]] symbol find_long(std::uint32_t ahead) const {
    for (unsigned length = fast_bits + 1; length <= max_bits; ++length) {
      const std::uint32_t code = (ahead >> (max_bits - length)) - first_[length];
      if (code < counts_[length]) {
        return make_symbol(values_[indexes_[length] + code], length);
      }
    }
    return {};
  }

  std::array<symbol, std::size_t{1} << fast_bits> fast_{};  // by the bits that begin with the code
  std::array<std::uint32_t, max_bits + 1> first_{};         // code of this length
  std::array<std::uint32_t, max_bits + 1> indexes_{};       // of its value
  std::array<std::uint32_t, max_bits + 1> counts_{};
  std::array<unsigned char, 256> values_{};
  bool is_defined_ = false;
};

/// One for AC codes, which also finds several that come together in a few bits, each with the bits after it.
class ac_table : public huffman_table {
 public:
  /// Those of the last code may lie behind the few bits: they are only counted.
  struct alignas(4) group {
    std::uint8_t length = 0;       ///< in bits
    std::uint8_t advance = 0;      ///< coefficients, without those that the end of the block stands for
    std::uint8_t places = 0xFF;    ///< that must be left in the block: more than there can be, where no code is whole
    std::uint8_t largest : 7 = 0;  ///< size of a value
    bool ends_block : 1 = false;
  };

  bool build(std::span<const unsigned char, max_bits> counts, std::span<const unsigned char> values) {
    if (!huffman_table::build(counts, values)) {
      return false;
    }
    for (std::size_t bits = 0; bits < groups_.size(); ++bits) {
      groups_[bits] = make_group(static_cast<std::uint32_t>(bits) << (max_bits - group_bits));
    }
    return true;
  }

  [[nodiscard]] group find_group(const scan_bits& bits) const { return groups_[bits.peek(group_bits)]; }

  /// In bits.
  static constexpr unsigned longest_group = 18;

 private:
  static constexpr unsigned group_bits = 11;
  static constexpr unsigned max_size = longest_group - group_bits;

  /// Without sixteen zeros, which may not come last in a block, and other ends of a block than T.81 F.1.2.2.1 has.
  [[nodiscard]] group make_group(std::uint32_t ahead) const {
    group out;
    unsigned length = 0;
    unsigned advance = 0;
    while (!out.ends_block && length < group_bits) {
      const symbol next = find(ahead << length & 0xFFFFU);
      if (next.length == 0 || length + next.length > group_bits || next.size() > max_size ||
          (next.size() == 0 && next.value != 0)) {
        break;
      }
      length += next.whole;
      out.ends_block = next.value == 0;
      advance += out.ends_block ? 0U : next.run() + 1;
      out.largest = std::max(unsigned{out.largest}, next.size()) & 0x7FU;
    }
    if (length > 0) {
      out.length = static_cast<std::uint8_t>(length);
      out.advance = static_cast<std::uint8_t>(advance);
      out.places = static_cast<std::uint8_t>(advance + (out.ends_block ? 1U : 0U));
    }
    return out;
  }

  std::array<group, std::size_t{1} << group_bits> groups_{};
};

}  // namespace preflight::detail::jpeg_parts
