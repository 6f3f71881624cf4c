#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sniff/crafted/bytes.hpp"

namespace crafted::jpeg {

inline const bytes soi{0xFF, 0xD8};
inline const bytes eoi{0xFF, 0xD9};

/// A marker with a length and data (ITU-T T.81, B.1.1.4).
[[nodiscard]] inline bytes segment(std::uint8_t marker, const bytes& data) {
  return bytes{0xFF, marker}.u16(data.size() + 2).add(data);
}

inline const bytes jfif = segment(0xE0, bytes{}.text("JFIF").add({0, 1, 1, 0}).u16(1).u16(1).u16(0));

[[nodiscard]] inline bytes app1_exif(const bytes& tiff) { return segment(0xE1, text("Exif").zeros(2).add(tiff)); }

[[nodiscard]] inline bytes app1_xmp(std::string_view packet) {
  return segment(0xE1, text("http://ns.adobe.com/xap/1.0/").zeros(1).text(packet));
}

/// One part of an ICC profile (ICC.1, B.4), filled up to `size` bytes of profile.
[[nodiscard]] inline bytes app2_icc(std::uint8_t part, std::uint8_t parts, std::size_t size) {
  return segment(0xE2, text("ICC_PROFILE").zeros(1).u8(part).u8(parts).zeros(size));
}
inline constexpr std::size_t largest_icc_part = 65519;

/// The three-byte marker of Adobe, which says how four components are to be understood.
[[nodiscard]] inline bytes app14_adobe(std::uint8_t transform) {
  return segment(0xEE, text("Adobe").u16(100).u16(0).u16(0).u8(transform));
}

struct frame {
  std::uint32_t width = 1280;
  std::uint32_t height = 720;
  unsigned components = 1;
  std::uint8_t precision = 8;
  std::uint8_t process = 0xC0;

  [[nodiscard]] bool is_progressive() const { return (process & 3U) == 2; }
};

inline const bytes dqt = segment(0xDB, bytes{0}.repeat(64, 1));

/// Tables in which the only codes are: DC difference 0, and end of block; one zero bit each.
inline const bytes dht = segment(0xC4, bytes{0x00, 1}.zeros(15).u8(0)) + segment(0xC4, bytes{0x10, 1}.zeros(15).u8(0));

/// B.2.2; no component is subsampled.
[[nodiscard]] inline bytes sof(const frame& f) {
  bytes data;
  data.u8(f.precision).u16(f.height).u16(f.width).u8(f.components);
  for (unsigned i = 1; i <= f.components; ++i) {
    data.u8(i).u8(0x11).u8(0);
  }
  return segment(f.process, data);
}

/// B.2.3, for the whole spectrum; a progressive first scan carries DC only.
[[nodiscard]] inline bytes sos(const frame& f) {
  bytes data;
  data.u8(f.components);
  for (unsigned i = 1; i <= f.components; ++i) {
    data.u8(i).u8(0);
  }
  return segment(0xDA, data.u8(0).u8(f.is_progressive() ? 0 : 63).u8(0));
}

/// Entropy-coded data of a grey picture: as many zero bits as there are codes, the last byte filled with ones
/// (B.1.1.5).
[[nodiscard]] inline bytes scan_data(const frame& f) {
  const std::uint64_t blocks = std::uint64_t{(f.width + 7) / 8} * ((f.height + 7) / 8) * f.components;
  const std::uint64_t codes = f.is_progressive() ? blocks : 2 * blocks;
  bytes out = zeros(static_cast<std::size_t>(codes / 8));
  if (codes % 8 != 0) {
    out.u8(0xFFU >> (codes % 8));
  }
  return out;
}

[[nodiscard]] inline bytes scan(const frame& f) { return sos(f) + scan_data(f); }

/// The scans that complete a progressive picture: 63 coefficients of each component, all 0.
[[nodiscard]] inline bytes ac_scans(const frame& f) {
  bytes out;
  for (unsigned i = 1; i <= f.components; ++i) {
    frame one = f;
    one.components = 1;
    out.add(segment(0xDA, bytes{1}.u8(i).add({0, 1, 63, 0}))).add(scan_data(one));
  }
  return out;
}

/// Everything between SOI and EOI, with `before` in front of the frame header.
[[nodiscard]] inline bytes body(const frame& f, const bytes& before = {}) {
  return before + dqt + sof(f) + dht + scan(f) + (f.is_progressive() ? ac_scans(f) : bytes{});
}

/// A picture every decoder takes, as long as the frame is baseline, extended or progressive with 8 bits.
[[nodiscard]] inline bytes picture(const frame& f = {}, const bytes& before = jfif) {
  return soi + body(f, before) + eoi;
}

}  // namespace crafted::jpeg
