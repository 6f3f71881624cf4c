#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace preflight::detail::png_parts {

/// The check value of RFC 1950 (8.2), of eight bytes at a time.
class adler32 {
 public:
  void add(std::span<const unsigned char> bytes) {
    while (bytes.size() >= row) {
      const std::size_t count = std::min(bytes.size() / row, max_rows) * row;
      add_rows(bytes.first(count));
      bytes = bytes.subspan(count);
    }
    for (const unsigned char byte : bytes) {
      first_ += byte;
      second_ += first_;
    }
    first_ %= base;
    second_ %= base;
  }

  [[nodiscard]] std::uint32_t value() const { return static_cast<std::uint32_t>(second_ << 16 | first_); }

 private:
  static constexpr std::uint64_t base = 65521;
  static constexpr std::size_t row = 8;
  static constexpr std::size_t max_rows = 22;  // 255 x (1 + 2 + ... + 22) has 16 bits
  static constexpr std::uint64_t every_other_byte = 0x00FF00FF00FF00FF;

  /// Of `count` bytes, the one at `i` counts `count - i` times in the second sum: by rows, and less its column. Four
  /// sums are kept in a word, which begin at 0, or at 1, of every other byte.
  void add_rows(std::span<const unsigned char> bytes) {
    std::uint64_t even = 0, odd = 0;
    std::uint64_t even_by_rows = 0, odd_by_rows = 0;
    for (std::size_t at = 0; at < bytes.size(); at += row) {
      const std::uint64_t word = load(bytes.subspan(at).first<row>());
      even += word & every_other_byte;
      odd += word >> 8 & every_other_byte;
      even_by_rows += even;
      odd_by_rows += odd;
    }
    second_ += first_ * bytes.size();
    for (unsigned column = 0; column < row; column += 2) {
      const std::uint64_t left = even >> (8 * column) & 0xFFFF;
      const std::uint64_t right = odd >> (8 * column) & 0xFFFF;
      const std::uint64_t both = (even_by_rows >> (8 * column) & 0xFFFF) + (odd_by_rows >> (8 * column) & 0xFFFF);
      first_ += left + right;
      second_ += both * row - left * column - right * (column + 1);
    }
    if (second_ >> 48 != 0) {
      first_ %= base;
      second_ %= base;
    }
  }

  static std::uint64_t load(std::span<const unsigned char, row> bytes) {
    const auto at = [&](std::size_t i) { return std::uint64_t{bytes[i]} << (8 * i); };
    return at(0) | at(1) | at(2) | at(3) | at(4) | at(5) | at(6) | at(7);  // one load, where the compiler sees it
  }

  std::uint64_t first_ = 1;
  std::uint64_t second_ = 0;
};

}  // namespace preflight::detail::png_parts
