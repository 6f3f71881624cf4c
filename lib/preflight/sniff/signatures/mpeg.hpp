#pragma once

#include <array>
#include <cstdint>

#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

/// The sync byte 47 in front of every packet, three to five of them (ISO 13818-1, 2.4.3.2): packets of 188 bytes, or of
/// 192 with a time stamp first (M2TS).
[[nodiscard]] constexpr format mpeg_transport_stream(byte_view head) {
  const auto packets = [&](std::uint64_t first, std::uint64_t size) {
    std::uint32_t count = 0;
    for (std::uint64_t position = head.offset() + first; count < 5 && head.covers(position, 1); position += size) {
      if (byte_cursor{head, position}.u8() != 0x47) {
        return 0U;
      }
      ++count;
    }
    return count;
  };
  return packets(0, 188) >= 3 || packets(4, 192) >= 3 ? format::mpeg_ts : format::unknown;
}

/// A pack header (ISO 11172-1, ISO 13818-1 2.5.3.3) or a video sequence header (ISO 13818-2, 6.2.2.1). The same four
/// bytes can be the size of a box, so no box type may follow.
[[nodiscard]] constexpr format mpeg_program_stream(byte_view head) {
  byte_cursor bytes{head};
  const std::uint32_t start_code = bytes.u32be();
  if (start_code != 0x000001BAU && start_code != 0x000001B3U) {
    return format::unknown;
  }
  int letters = 0;
  for (int i = 0; i < 4; ++i) {
    const std::uint8_t c = bytes.u8();
    letters += c >= 'a' && c <= 'z' ? 1 : 0;
  }
  return letters < 4 && !bytes.exhausted() ? format::mpeg_ps : format::unknown;
}

/// The length in bytes of the layer III frame whose header this is; 0 if it is not one (ISO 11172-3, 2.4.2.3).
[[nodiscard]] constexpr std::uint32_t layer3_frame_length(std::uint32_t header) {
  constexpr std::array<std::uint16_t, 16> mpeg1{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
  constexpr std::array<std::uint16_t, 16> mpeg2{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
  constexpr std::array<std::uint32_t, 4> rates{44100, 48000, 32000, 0};
  const std::uint32_t version = (header >> 19) & 3U;  // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const std::uint32_t layer = (header >> 17) & 3U;
  const std::uint32_t rate = rates[(header >> 10) & 3U];
  const std::uint32_t kilobits = (version == 3 ? mpeg1 : mpeg2)[(header >> 12) & 15U];
  if ((header >> 21) != 0x7FFU || version == 1 || layer != 1 || rate == 0 || kilobits == 0) {
    return 0;
  }
  const std::uint32_t padding = (header >> 9) & 1U;
  switch (version) {
    case 3: return 144'000 * kilobits / rate + padding;
    case 2: return 72'000 * kilobits / (rate / 2) + padding;
    default: return 72'000 * kilobits / (rate / 4) + padding;
  }
}

/// An ID3v2 tag, or two layer III frames that follow each other.
[[nodiscard]] constexpr format mp3(byte_view head) {
  byte_cursor bytes{head};
  if (bytes.take("ID3")) {
    const std::uint8_t version = bytes.u8();
    bytes.skip(2);
    const bool synchsafe = (bytes.u32be() & 0x80808080U) == 0;
    return version >= 2 && version <= 4 && synchsafe && !bytes.exhausted() ? format::mp3 : format::unknown;
  }
  const std::uint32_t length = layer3_frame_length(bytes.u32be());
  if (length < 4) {
    return format::unknown;
  }
  bytes.skip(length - 4);
  return layer3_frame_length(bytes.u32be()) != 0 ? format::mp3 : format::unknown;
}

}  // namespace preflight::detail::signatures
