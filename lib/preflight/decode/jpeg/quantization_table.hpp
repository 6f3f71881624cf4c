#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace preflight::detail::jpeg_parts {

/// No 8-bit samples lead to larger coefficients (T.81 A.3.3): the mean of a block is at most 128 away from the middle,
/// and its DC coefficient eight times that; no other coefficient is larger. A quantizer's width more is let pass, and a
/// little for encoders that let edges overshoot.
inline constexpr std::int64_t max_coefficient = 1024 + 64;

/// T.81 A.3.4, in zigzag order.
class quantization_table {
 public:
  static constexpr std::size_t size = 64;

  /// In the order of the indexes.
  void set_width(std::size_t index, std::uint16_t width) {
    widths_[index] = width;
    std::uint8_t bits = 0;
    while (bits < 15 && allows((2 << bits) - 1, index)) {
      ++bits;
    }
    safe_bits_[index] = bits;
    limits_[index + 1] = static_cast<std::uint8_t>(index < 2 ? bits + 1 : std::min(limits_[index] - 1, +bits) + 1);
  }

  [[nodiscard]] bool allows(std::int64_t value, std::size_t index) const {
    return (value < 0 ? -value : value) * widths_[index] <= max_coefficient + widths_[index];
  }
  /// Whether values of so many bits are within range whatever they are.
  [[nodiscard]] bool allows_bits(unsigned bits, std::size_t index) const { return bits <= safe_bits_[index]; }
  /// The same for all AC coefficients in front of `end`, of which there may be no more than there are: up to 319.
  [[nodiscard]] bool allows_bits_until(unsigned bits, std::size_t end) const { return bits < limits_[end]; }

 private:
  std::array<std::uint16_t, size> widths_{};
  std::array<std::uint8_t, size> safe_bits_{};
  std::array<std::uint8_t, size + 256> limits_{};  // one more than the fewest safe bits; 0 behind the last coefficient
};

}  // namespace preflight::detail::jpeg_parts
