#pragma once

#include <array>
#include <cstdint>

#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// What the next eight bits do to the CRC, by the byte they are in: PNG, annex D.
inline constexpr std::array<std::uint32_t, 256> crc32_steps = [] {
  std::array<std::uint32_t, 256> steps{};
  for (std::uint32_t byte = 0; byte < steps.size(); ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    steps[byte] = crc;
  }
  return steps;
}();

/// CRC-32 as PNG computes it (PNG, annex D): polynomial EDB88320 reflected, preset and inverted with ones.
class crc32 {
 public:
  constexpr void add(byte_view part) {
    byte_cursor bytes{part};
    for (std::uint64_t left = bytes.left(); left > 0; --left) {
      crc_ = (crc_ >> 8) ^ crc32_steps[(crc_ ^ bytes.u8()) & 0xFFU];
    }
  }
  [[nodiscard]] constexpr std::uint32_t value() const { return ~crc_; }

 private:
  std::uint32_t crc_ = 0xFFFFFFFFU;
};

/// Of [offset, offset + length), as far as the window shows it.
[[nodiscard]] constexpr std::uint32_t crc32_of(byte_view window, std::uint64_t offset, std::uint32_t length) {
  crc32 crc;
  crc.add(window.part(offset, length));
  return crc.value();
}

}  // namespace preflight::detail
