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

/// CRC-32 of [offset, offset + length) as PNG computes it (PNG, annex D): polynomial EDB88320 reflected, preset and
/// inverted with ones.
[[nodiscard]] constexpr std::uint32_t crc32(byte_view window, std::uint64_t offset, std::uint32_t length) {
  std::uint32_t crc = 0xFFFFFFFFU;
  byte_cursor bytes{window, offset};
  for (std::uint32_t i = 0; i < length && !bytes.exhausted(); ++i) {
    crc = (crc >> 8) ^ crc32_steps[(crc ^ bytes.u8()) & 0xFFU];
  }
  return ~crc;
}

}  // namespace preflight::detail
