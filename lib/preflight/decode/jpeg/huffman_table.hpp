#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace preflight::detail::jpeg_parts {

/// Bits of entropy-coded data, the first one highest; those behind the end of an interval are not there.
class scan_bits {
 public:
  [[nodiscard]] unsigned count() const { return count_; }
  [[nodiscard]] bool has_room() const { return count_ <= 56; }
  void add(std::uint8_t byte) {
    bits_ = bits_ << 8 | byte;
    count_ += 8;
  }
  void clear() { count_ = 0; }

  /// The next `wanted` bits, at most 32; as if zeros followed the last one.
  [[nodiscard]] std::uint32_t peek(unsigned wanted) const {
    const std::uint64_t mask = (std::uint64_t{1} << wanted) - 1;
    const std::uint64_t shifted = count_ >= wanted ? bits_ >> (count_ - wanted) : bits_ << (wanted - count_);
    return static_cast<std::uint32_t>(shifted & mask);
  }
  /// There must be as many.
  void skip(unsigned passed) { count_ -= passed; }

 private:
  std::uint64_t bits_ = 0;
  unsigned count_ = 0;
};

/// A Huffman table of a JPEG (T.81 C.2) made ready for decoding.
class huffman_table {
 public:
  static constexpr unsigned max_bits = 16;

  /// `counts`: how many codes there are of 1 to 16 bits; `values`: what they stand for. False where they are no table.
  bool build(std::span<const unsigned char, max_bits> counts, std::span<const unsigned char> values) {
    is_defined_ = false;
    fast_.fill(0);
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
        const std::uint16_t entry = static_cast<std::uint16_t>(length << 8 | values[index + i]);
        std::fill_n(fast_.begin() + static_cast<std::ptrdiff_t>(begin), std::size_t{1} << (fast_bits - length), entry);
      }
      index += count;
      code = (code + count) << 1;
    }
    is_defined_ = true;
    return true;
  }

  [[nodiscard]] bool is_defined() const { return is_defined_; }

  struct symbol {
    std::uint8_t value = 0;
    unsigned length = 0;  ///< in bits; 0 where no code begins like this
  };
  [[nodiscard]] symbol find(const scan_bits& bits) const {
    const std::uint32_t ahead = bits.peek(max_bits);
    if (const std::uint16_t entry = fast_[ahead >> (max_bits - fast_bits)]; entry != 0) {
      return {static_cast<std::uint8_t>(entry & 0xFFU), static_cast<unsigned>(entry >> 8)};
    }
    for (unsigned length = fast_bits + 1; length <= max_bits; ++length) {
      const std::uint32_t code = (ahead >> (max_bits - length)) - first_[length];
      if (code < counts_[length]) {
        return {values_[indexes_[length] + code], length};
      }
    }
    return {};
  }

 private:
  static constexpr unsigned fast_bits = 9;

  std::array<std::uint16_t, std::size_t{1} << fast_bits> fast_{};  // length and value of the code that begins so
  std::array<std::uint32_t, max_bits + 1> first_{};                // code of this length
  std::array<std::uint32_t, max_bits + 1> indexes_{};              // of its value
  std::array<std::uint32_t, max_bits + 1> counts_{};
  std::array<unsigned char, 256> values_{};
  bool is_defined_ = false;
};

}  // namespace preflight::detail::jpeg_parts
