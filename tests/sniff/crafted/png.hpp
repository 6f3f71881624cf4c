#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sniff/crafted/bytes.hpp"

namespace crafted::png {

[[nodiscard]] inline std::uint32_t crc32(const bytes& data) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const unsigned char byte : data) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

inline const bytes signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

[[nodiscard]] inline bytes chunk(std::string_view type, const bytes& data = {}) {
  const bytes covered = text(type) + data;
  return bytes{}.u32(data.size()).add(covered).u32(crc32(covered));
}

struct header {
  std::uint32_t width = 1280;
  std::uint32_t height = 720;
  std::uint8_t depth = 1;
  std::uint8_t colour = 0;
  std::uint8_t interlace = 0;
};

[[nodiscard]] inline bytes ihdr(const header& h) {
  return chunk("IHDR", bytes{}.u32(h.width).u32(h.height).u8(h.depth).u8(h.colour).u8(0).u8(0).u8(h.interlace));
}

/// A zlib stream (RFC 1950) that inflates to `count` > 0 zeros: one block of fixed Huffman codes, runs of 258 at
/// distance 1.
[[nodiscard]] inline bytes deflated_zeros(std::uint64_t count) {
  bytes out{0x78, 0x01};
  unsigned used = 0;
  // RFC 1951, 3.1.1: bits fill a byte from the low end; Huffman codes go in from their most significant bit.
  const auto bit = [&](unsigned value) {
    if (used == 0) {
      out.push_back(0);
    }
    out.back() = static_cast<unsigned char>(out.back() | (value << used));
    used = (used + 1) % 8;
  };
  const auto code = [&](unsigned value, unsigned length) {
    for (unsigned i = length; i > 0; --i) {
      bit((value >> (i - 1)) & 1U);
    }
  };
  bit(1);
  bit(1);
  bit(0);
  const std::uint64_t runs = (count - 1) / 258;
  for (std::uint64_t i = 0; i < count - runs * 258; ++i) {
    code(0x30, 8);
  }
  for (std::uint64_t i = 0; i < runs; ++i) {
    code(0xC5, 8);
    code(0, 5);
  }
  code(0, 7);
  return out.u16(count % 65521).u16(1);
}

[[nodiscard]] inline bytes pixels(const header& h) {
  const unsigned samples = h.colour == 2 ? 3 : h.colour == 4 ? 2 : h.colour == 6 ? 4 : 1;
  const auto rows = [&](std::uint64_t width, std::uint64_t height) {
    return width == 0 ? 0 : ((width * samples * h.depth + 7) / 8 + 1) * height;
  };
  if (h.interlace == 0) {
    return deflated_zeros(rows(h.width, h.height));
  }
  struct pass {
    std::uint32_t left, top, across, down;
  };
  std::uint64_t all = 0;
  for (const pass& step :
       {pass{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}) {
    all +=
        rows((h.width + step.across - 1 - step.left) / step.across, (h.height + step.down - 1 - step.top) / step.down);
  }
  return deflated_zeros(all);
}

inline const bytes iend = chunk("IEND");

/// A picture every decoder takes: black, or transparent where the colour type has alpha. `before` and `after` stand on
/// either side of its one IDAT.
[[nodiscard]] inline bytes picture(const header& h = {}, const bytes& before = {}, const bytes& after = {}) {
  return signature + ihdr(h) + before + chunk("IDAT", pixels(h)) + after + iend;
}

/// The same picture without its data: for readers that stop at the header, and for sizes nobody could decode.
[[nodiscard]] inline bytes hollow(const header& h, const bytes& before = {}) {
  return signature + ihdr(h) + before + chunk("IDAT", deflated_zeros(1)) + iend;
}

/// An iTXt chunk with an XMP packet (XMP part 3, 1.1.5).
[[nodiscard]] inline bytes xmp(std::string_view packet) {
  return chunk("iTXt", bytes{}.text("XML:com.adobe.xmp").zeros(5).text(packet));
}

/// A zlib stream (RFC 1950) of stored blocks.
[[nodiscard]] inline bytes stored(const bytes& data) {
  constexpr std::size_t max_block = 65'535;
  bytes out{0x78, 0x01};
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  std::size_t first = 0;
  do {
    const std::size_t size = data.size() - first < max_block ? data.size() - first : max_block;
    out.u8(first + size == data.size() ? 1 : 0).u16le(size).u16le(0xFFFF - size).add(cut(skip(data, first), size));
    first += size;
  } while (first < data.size());
  for (const unsigned char byte : data) {
    low = (low + byte) % 65'521;
    high = (high + low) % 65'521;
  }
  return out.u16(high).u16(low);
}

/// What ImageMagick calls a raw profile: the name, the length, and 36 bytes a line as hexadecimal digits.
[[nodiscard]] inline bytes raw_profile(std::string_view name, const bytes& data) {
  constexpr std::string_view digits = "0123456789abcdef";
  bytes out = crafted::text("\n") + crafted::text(name) + crafted::text("\n");
  std::string length = std::to_string(data.size());
  length.insert(0, length.size() < 8 ? 8 - length.size() : 0, ' ');
  out.text(length);
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (i % 36 == 0) {
      out.text("\n");
    }
    out.u8(static_cast<unsigned char>(digits[data[i] >> 4U])).u8(static_cast<unsigned char>(digits[data[i] & 15U]));
  }
  return out.text("\n");
}

[[nodiscard]] inline bytes plain_text(std::string_view keyword, const bytes& value) {
  return chunk("tEXt", crafted::text(keyword).zeros(1).add(value));
}
[[nodiscard]] inline bytes compressed_text(std::string_view keyword, const bytes& value) {
  return chunk("zTXt", crafted::text(keyword).zeros(2).add(stored(value)));
}
[[nodiscard]] inline bytes international_text(std::string_view keyword, const bytes& value, bool is_compressed) {
  bytes data = crafted::text(keyword).zeros(1).u8(is_compressed ? 1 : 0).zeros(1).text("de").zeros(1);
  return chunk("iTXt", data.text("Schl\xC3\xBCssel").zeros(1).add(is_compressed ? stored(value) : value));
}

[[nodiscard]] inline bytes animation_control(std::uint32_t frames) { return chunk("acTL", bytes{}.u32(frames).u32(0)); }

[[nodiscard]] inline bytes frame_control(std::uint32_t sequence, const header& h) {
  return chunk("fcTL", bytes{}.u32(sequence).u32(h.width).u32(h.height).u32(0).u32(0).u16(1).u16(10).u16(0));
}

/// An APNG of two equal frames.
[[nodiscard]] inline bytes animated(const header& h = {}) {
  const bytes data = pixels(h);
  return signature + ihdr(h) + animation_control(2) + frame_control(0, h) + chunk("IDAT", data) + frame_control(1, h) +
         chunk("fdAT", bytes{}.u32(2).add(data)) + iend;
}

}  // namespace crafted::png
