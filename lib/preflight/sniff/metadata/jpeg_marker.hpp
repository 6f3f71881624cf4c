#pragma once

#include <cstdint>

namespace preflight::detail {

/// The byte after FF, by its name in ITU-T T.81, table B.1; and the two that are not markers (B.1.1.2, B.1.1.5).
enum class jpeg_marker : std::uint8_t {
  stuffing = 0x00,  ///< the FF before it is entropy-coded data
  tem = 0x01,
  sof0 = 0xC0,
  sof1 = 0xC1,
  dht = 0xC4,
  jpg = 0xC8,
  dac = 0xCC,
  sof15 = 0xCF,
  rst0 = 0xD0,
  rst7 = 0xD7,
  soi = 0xD8,
  eoi = 0xD9,
  sos = 0xDA,
  dqt = 0xDB,
  dnl = 0xDC,
  dri = 0xDD,
  dhp = 0xDE,
  app0 = 0xE0,
  app1 = 0xE1,
  app15 = 0xEF,
  jpg0 = 0xF0,
  sof55 = 0xF7,  ///< JPEG-LS: ITU-T T.87, C.1.1
  lse = 0xF8,    ///< JPEG-LS
  jpg13 = 0xFD,
  com = 0xFE,
  fill = 0xFF,  ///< the marker proper is still to come
};

/// A frame header, whose number names the process that coded what follows.
[[nodiscard]] constexpr bool is_frame_header(jpeg_marker m) {
  using enum jpeg_marker;
  return m >= sof0 && m <= sof15 && m != dht && m != jpg && m != dac;
}

/// Of frame headers, too: coded in several passes; without loss; by arithmetic codes.
[[nodiscard]] constexpr bool is_progressive(jpeg_marker frame_header) {
  return (static_cast<std::uint8_t>(frame_header) & 0x03) == 0x02;
}
[[nodiscard]] constexpr bool is_lossless(jpeg_marker frame_header) {
  return (static_cast<std::uint8_t>(frame_header) & 0x03) == 0x03;
}
[[nodiscard]] constexpr bool is_arithmetic(jpeg_marker frame_header) {
  return (static_cast<std::uint8_t>(frame_header) & 0x08) != 0;
}

[[nodiscard]] constexpr bool is_restart(jpeg_marker m) { return m >= jpeg_marker::rst0 && m <= jpeg_marker::rst7; }

[[nodiscard]] constexpr bool is_application_data(jpeg_marker m) {
  return m >= jpeg_marker::app0 && m <= jpeg_marker::app15;
}

/// Left to other standards, or unassigned: decoders of this one stop there.
[[nodiscard]] constexpr bool is_reserved(jpeg_marker m) {
  using enum jpeg_marker;
  return m == jpg || (m > tem && m < sof0) || (m >= jpg0 && m <= jpg13);
}

}  // namespace preflight::detail
