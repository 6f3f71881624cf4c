#pragma once

#include <cstdint>

#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// Bits of a NAL unit's payload, most significant first, without its emulation prevention bytes (ITU H.264 7.4.1.1,
/// H.265 7.4.2.1). Past the end every bit is 0 and exhausted() is true.
class bit_reader {
 public:
  constexpr explicit bit_reader(byte_cursor nal) : bytes_{nal} {}

  [[nodiscard]] constexpr bool exhausted() const { return exhausted_; }

  /// At most 32 bits.
  constexpr std::uint32_t bits(unsigned count) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < count; ++i) {
      value = (value << 1) | bit();
    }
    return value;
  }

  constexpr bool flag() { return bit() != 0; }

  constexpr void skip(unsigned count) {
    for (unsigned i = 0; i < count && !exhausted_; ++i) {
      bit();
    }
  }

  /// ue(v), H.264 9.1. More than 31 leading zeros cannot be a value of any syntax element read here.
  constexpr std::uint32_t ue() {
    unsigned zeros = 0;
    while (!exhausted_ && bit() == 0) {
      if (++zeros > 31) {
        exhausted_ = true;
        return 0;
      }
    }
    return exhausted_ ? 0 : ((std::uint32_t{1} << zeros) - 1) + bits(zeros);
  }

  /// se(v), H.264 9.1.1; only ever skipped here.
  constexpr void se() { ue(); }

 private:
  constexpr std::uint32_t bit() {
    if (left_ == 0) {
      refill();
    }
    if (exhausted_) {
      return 0;
    }
    --left_;
    return (std::uint32_t{current_} >> left_) & 1U;
  }

  constexpr void refill() {
    current_ = bytes_.u8();
    if (zeros_ >= 2 && current_ == 3) {
      current_ = bytes_.u8();
      zeros_ = 0;
    }
    exhausted_ = bytes_.exhausted();
    zeros_ = current_ == 0 ? zeros_ + 1 : 0;
    left_ = 8;
  }

  byte_cursor bytes_;
  unsigned zeros_ = 0;
  unsigned left_ = 0;
  std::uint8_t current_ = 0;
  bool exhausted_ = false;
};

}  // namespace preflight::detail
