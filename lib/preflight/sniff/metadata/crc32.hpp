#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// What a byte does to the CRC once it has gone through: PNG, annex D. The second to fourth table are for a byte after
/// which one to three more have gone through, so that four can be looked up at a time.
inline constexpr std::array<std::array<std::uint32_t, 256>, 4> crc32_steps = [] {
  std::array<std::array<std::uint32_t, 256>, 4> steps{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    steps[0][byte] = crc;
  }
  for (std::size_t behind = 1; behind < steps.size(); ++behind) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = steps[behind - 1][byte];
      steps[behind][byte] = (before >> 8) ^ steps[0][before & 0xFFU];
    }
  }
  return steps;
}();

/// CRC-32 as PNG computes it (PNG, annex D): polynomial EDB88320 reflected, preset and inverted with ones.
class crc32 {
 public:
  constexpr void add(byte_view part) {
    byte_cursor bytes{part};
    std::uint64_t left = bytes.left();
    for (; left >= 4; left -= 4) {
      const std::uint32_t all = crc_ ^ bytes.u32le();
      crc_ = crc32_steps[3][all & 0xFFU] ^ crc32_steps[2][all >> 8 & 0xFFU] ^ crc32_steps[1][all >> 16 & 0xFFU] ^
             crc32_steps[0][all >> 24];
    }
    for (; left > 0; --left) {
      crc_ = (crc_ >> 8) ^ crc32_steps[0][(crc_ ^ bytes.u8()) & 0xFFU];
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
