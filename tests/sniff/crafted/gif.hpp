#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sniff/crafted/bytes.hpp"

namespace crafted::gif {

/// Header and logical screen descriptor (GIF89a, 17 and 18) with a global table of four colours.
[[nodiscard]] inline bytes screen(std::uint32_t width, std::uint32_t height, std::string_view version = "GIF89a") {
  bytes out;
  out.text(version).u16le(width).u16le(height).u8(0x81).u8(0).u8(0);
  return out.add({0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255});
}

/// Data cut into sub-blocks, with their terminator (GIF89a, 15 and 16).
[[nodiscard]] inline bytes blocks(const bytes& data) {
  bytes out;
  for (std::size_t at = 0; at < data.size(); at += 255) {
    const std::size_t count = std::min<std::size_t>(255, data.size() - at);
    out.u8(count);
    out.insert(out.end(), data.begin() + static_cast<std::ptrdiff_t>(at),
               data.begin() + static_cast<std::ptrdiff_t>(at + count));
  }
  return out.u8(0);
}

struct code {
  unsigned value;
  unsigned width;  ///< in bits
};

/// The first code in the lowest bits of the first byte (GIF89a, appendix F).
[[nodiscard]] inline bytes packed(const std::vector<code>& codes) {
  bytes out;
  unsigned used = 0;
  for (const code& code : codes) {
    for (unsigned i = 0; i < code.width; ++i) {
      if (used == 0) {
        out.push_back(0);
      }
      out.back() = static_cast<unsigned char>(out.back() | (((code.value >> i) & 1U) << used));
      used = (used + 1) % 8;
    }
  }
  return out;
}

/// Codes of data with two bits a colour; 6 is the first that the data itself adds.
inline constexpr unsigned clear = 4, end = 5;

/// LZW codes of `count` pixels, all of colour 0 (GIF89a, appendix F): every code is one pixel longer than the one
/// before, until the table is full.
[[nodiscard]] inline bytes lzw_zeros(std::uint64_t count) {
  std::vector<code> codes;
  unsigned width = 3;
  while (count > 0) {
    codes.push_back({clear, width});
    width = 3;
    unsigned next = 6;  // the code the table gives out next
    for (std::uint64_t length = 1; count > 0 && next < 4096; ++length) {
      const std::uint64_t run = std::min(length, count);
      codes.push_back({run == 1 ? 0 : static_cast<unsigned>(4 + run), width});
      count -= run;
      if (length > 1) {
        ++next;
      }
      if (next == (1U << width) && width < 12) {
        ++width;
      }
    }
  }
  codes.push_back({end, width});
  return packed(codes);
}

struct frame_place {
  std::uint32_t left = 0, top = 0, width = 1280, height = 720;
};

[[nodiscard]] inline bytes descriptor(const frame_place& place) {
  return bytes{}.u8(0x2C).u16le(place.left).u16le(place.top).u16le(place.width).u16le(place.height).u8(0);
}

[[nodiscard]] inline bytes image(const frame_place& place) {
  return descriptor(place).u8(2).add(blocks(lzw_zeros(std::uint64_t{place.width} * place.height)));
}

/// A frame of one pixel, whatever its descriptor says: 22 bytes with its delay.
[[nodiscard]] inline bytes delay(std::uint32_t hundredths, bool transparent = false) {
  return bytes{0x21, 0xF9, 4}.u8(transparent ? 1 : 0).u16le(hundredths).u8(0).u8(0);
}

[[nodiscard]] inline bytes comment(std::string_view words) { return bytes{0x21, 0xFE}.add(blocks(text(words))); }

[[nodiscard]] inline bytes looping() { return bytes{0x21, 0xFF, 11}.text("NETSCAPE2.0").add({3, 1, 0, 0, 0}); }

/// An XMP packet as it is (XMP part 3, 1.1.2): readers of GIF take its characters for block sizes, and the 256 bytes
/// after it lead all of them to the terminator.
[[nodiscard]] inline bytes xmp(std::string_view packet) {
  bytes out{0x21, 0xFF, 11};
  out.text("XMP DataXMP").text(packet).u8(1);
  for (unsigned size = 256; size > 0; --size) {
    out.u8(size - 1);
  }
  return out.u8(0);
}

inline const bytes trailer{0x3B};

/// A still picture every decoder takes.
[[nodiscard]] inline bytes picture(std::uint32_t width = 1280, std::uint32_t height = 720) {
  return screen(width, height) + image({0, 0, width, height}) + trailer;
}

[[nodiscard]] inline bytes animated(std::uint32_t width = 1280, std::uint32_t height = 720) {
  const frame_place whole{0, 0, width, height};
  return screen(width, height) + looping() + delay(10) + image(whole) + delay(10) + image(whole) + trailer;
}

}  // namespace crafted::gif
