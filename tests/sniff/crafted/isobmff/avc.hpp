#pragma once

#include <cstddef>
#include <cstdint>

#include "sniff/crafted/bytes.hpp"

namespace crafted::avc {

/// A sequence parameter set by the values that decide the size (ITU-T H.264, 7.3.2.1.1).
struct sps {
  std::uint32_t width = 1280;  ///< after cropping, luma samples
  std::uint32_t height = 720;
  std::uint8_t profile = 66;
  std::uint32_t chroma =
      1;  ///< chroma_format_idc: 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4; other than 1 needs a High profile
  std::uint32_t depth = 8;
  bool fields = false;         ///< frame_mbs_only_flag 0: heights come in pairs of macroblock rows
  bool scaling_lists = false;  ///< High profiles: an explicit list in front of the size
  std::uint8_t order_count_type = 2;
  std::uint8_t transfer = 2;  ///< H.273, table 3; 2: said nowhere
};

[[nodiscard]] inline bool high(std::uint8_t profile) {
  return profile == 100 || profile == 110 || profile == 122 || profile == 244;
}

/// 00 00 0x for x < 4 does not occur in a NAL unit: 7.4.1.1.
[[nodiscard]] inline bytes with_emulation_prevention(const bytes& payload) {
  bytes out;
  unsigned zeros = 0;
  for (const unsigned char byte : payload) {
    if (zeros == 2 && byte <= 3) {
      out.u8(3);
      zeros = 0;
    }
    out.u8(byte);
    zeros = byte == 0 ? zeros + 1 : 0;
  }
  return out;
}

/// Whether there is vui_parameters, and its beginning as far as the colours (E.1.1): all in front of them is there.
inline void put_usability_information(std::uint8_t transfer, bits& b) {
  if (transfer == 2) {
    b.put(0, 1);
    return;
  }
  b.put(1, 1).put(1, 1).put(255, 8).put(1, 16).put(1, 16).put(1, 1).put(0, 1);
  b.put(1, 1).put(5, 3).put(0, 1).put(1, 1).put(9, 8).put(transfer, 8).put(9, 8).put(0, 16);
}

[[nodiscard]] inline bytes nal(const sps& s) {
  const std::uint32_t unit_x = s.chroma == 1 || s.chroma == 2 ? 2 : 1;
  const std::uint32_t unit_y = (s.chroma == 1 ? 2U : 1U) * (s.fields ? 2U : 1U);
  const std::uint32_t map_unit = s.fields ? 32 : 16;
  const std::uint32_t across = (s.width + 15) / 16;
  const std::uint32_t down = (s.height + map_unit - 1) / map_unit;
  const std::uint32_t right = (across * 16 - s.width) / unit_x;
  const std::uint32_t bottom = (down * map_unit - s.height) / unit_y;
  bits b;
  b.put(s.profile, 8).put(0, 8).put(51, 8).ue(0);
  if (high(s.profile)) {
    b.ue(s.chroma);
    if (s.chroma == 3) {
      b.put(0, 1);
    }
    b.ue(s.depth - 8).ue(s.depth - 8).put(0, 1).put(s.scaling_lists ? 1 : 0, 1);
    if (s.scaling_lists) {
      b.put(1, 1);
      for (int i = 0; i < 16; ++i) {
        b.se(i == 0 ? 8 : 0);
      }
      for (int list = 1; list < (s.chroma == 3 ? 12 : 8); ++list) {
        b.put(0, 1);
      }
    }
  }
  b.ue(0).ue(s.order_count_type);
  if (s.order_count_type == 0) {
    b.ue(0);
  } else if (s.order_count_type == 1) {
    b.put(0, 1).se(-3).se(5).ue(2).se(1).se(-1);
  }
  b.ue(1).put(0, 1).ue(across - 1).ue(down - 1).put(s.fields ? 0 : 1, 1);
  if (s.fields) {
    b.put(0, 1);
  }
  b.put(1, 1);
  if (right == 0 && bottom == 0) {
    b.put(0, 1);
  } else {
    b.put(1, 1).ue(0).ue(right).ue(0).ue(bottom);
  }
  put_usability_information(s.transfer, b);
  b.trailing();
  return bytes{0x67} + with_emulation_prevention(b.all());
}

/// A picture parameter set for CAVLC (7.3.2.2).
[[nodiscard]] inline bytes pps() {
  bits b;
  b.ue(0).ue(0).put(0, 2).ue(0).ue(0).ue(0).put(0, 3).se(0).se(0).se(0).put(0, 3).trailing();
  return bytes{0x68} + b.all();
}

/// AVCDecoderConfigurationRecord (ISO 14496-15, 5.3.3.1).
[[nodiscard]] inline bytes configuration(const sps& s) {
  const bytes set = nal(s);
  const bytes picture = pps();
  bytes out{1, s.profile, 0, 51, 0xFF, 0xE1};
  out.u16(set.size()).add(set).u8(1).u16(picture.size()).add(picture);
  if (high(s.profile)) {
    out.u8(0xFC | s.chroma).u8(0xF8 | (s.depth - 8)).u8(0xF8 | (s.depth - 8)).u8(0);
  }
  return out;
}

/// A grey key frame for a sequence of 4:2:0, 8 bits, frames only, order count type 2, as one sample with a four-byte
/// length: every macroblock is I_16x16_2_0_0 without coefficients, which takes eight bits (7.3.5, tables 7-11 and 9-5).
[[nodiscard]] inline bytes key_frame(const sps& s) {
  bits b;
  b.ue(0).ue(7).ue(0).put(0, 4).ue(0).put(0, 2).se(0);
  const std::uint32_t macroblocks = ((s.width + 15) / 16) * ((s.height + 15) / 16);
  for (std::uint32_t i = 0; i < macroblocks; ++i) {
    b.ue(3).ue(0).se(0).put(1, 1);
  }
  b.trailing();
  const bytes unit = bytes{0x65} + with_emulation_prevention(b.all());
  return bytes{}.u32(unit.size()).add(unit);
}

}  // namespace crafted::avc
