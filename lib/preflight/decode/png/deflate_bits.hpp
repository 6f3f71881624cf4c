#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/png/deflate_table.hpp>

namespace preflight::detail::png_parts {

/// Where a deflate stream is read: the bits at hand, and the bytes after them.
struct deflate_bits {
  std::uint64_t bits;  // the next one lowest; those beyond `count` are zeros, or of the byte that comes next
  unsigned count;
  std::span<const unsigned char> rest;

  void skip(unsigned passed) {
    bits >>= passed;
    count -= passed;
  }
  [[nodiscard]] std::uint32_t peek(unsigned wanted) const {
    return static_cast<std::uint32_t>(bits & ((std::uint64_t{1} << wanted) - 1));
  }
  std::uint32_t take(unsigned wanted) {
    const std::uint32_t value = peek(wanted);
    skip(wanted);
    return value;
  }
  /// 56 bits or more. There must be eight bytes.
  [[gnu::always_inline]] void refill_block() {
    bits |= load(rest.first<8>()) << count;
    rest = rest.subspan((63 - count) / 8);
    count |= 56;
  }
  /// As many as there are, up to 56 or more. False where there are fewer than `wanted`.
  bool refill(unsigned wanted) {
    while (count < 56 && !rest.empty()) {
      bits |= std::uint64_t{rest.front()} << count;
      rest = rest.subspan(1);
      count += 8;
    }
    return count >= wanted;
  }
  static std::uint64_t load(std::span<const unsigned char, 8> bytes) {
    const auto at = [&](std::size_t i) { return std::uint64_t{bytes[i]} << (8 * i); };
    return at(0) | at(1) | at(2) | at(3) | at(4) | at(5) | at(6) | at(7);  // one load, where the compiler sees it
  }
  /// The value of an entry whose bits have not been skipped yet.
  [[nodiscard]] std::uint32_t value_of(deflate_entry entry) const {
    return entry.value() + (peek(entry.all_bits()) >> entry.code_bits());
  }
};

}  // namespace preflight::detail::png_parts
