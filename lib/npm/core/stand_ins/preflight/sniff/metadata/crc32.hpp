#pragma once

#include <array>
#include <cstdint>

#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// CRC-32 as PNG computes it (PNG, annex D), half a byte at a time: only small chunks are checked, and the native
/// program's tables of 4 KiB are the only part of the core that does not compress.
class crc32 {
 public:
  constexpr void add(byte_view part) {
    byte_cursor bytes{part};
    while (bytes.left() > 0) {
      crc_ ^= bytes.u8();
      crc_ = (crc_ >> 4) ^ steps[crc_ & 0xFU];
      crc_ = (crc_ >> 4) ^ steps[crc_ & 0xFU];
    }
  }
  [[nodiscard]] constexpr std::uint32_t value() const { return ~crc_; }

 private:
  static constexpr std::array<std::uint32_t, 16> steps = [] {
    std::array<std::uint32_t, 16> made{};
    for (std::uint32_t half = 0; half < made.size(); ++half) {
      made[half] = half;
      for (int bit = 0; bit < 4; ++bit) {
        made[half] = (made[half] >> 1) ^ ((made[half] & 1U) != 0 ? 0xEDB88320U : 0U);
      }
    }
    return made;
  }();

  std::uint32_t crc_ = 0xFFFFFFFFU;
};

/// Of [offset, offset + length), as far as the window shows it.
[[nodiscard]] constexpr std::uint32_t crc32_of(byte_view window, std::uint64_t offset, std::uint32_t length) {
  crc32 crc;
  crc.add(window.part(offset, length));
  return crc.value();
}

}  // namespace preflight::detail
