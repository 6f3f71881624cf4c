#pragma once

#include <cstdint>

#include "sniff/crafted/bytes.hpp"
#include "sniff/crafted/isobmff/avc.hpp"

namespace crafted::hevc {

struct sps {
  std::uint32_t width = 1280;  ///< inside the conformance window, luma samples
  std::uint32_t height = 720;
  std::uint32_t chroma = 1;
  std::uint32_t depth = 8;
  std::uint8_t sub_layers = 1;
  std::uint8_t transfer = 2;     ///< H.273, table 3; 2: said nowhere
  bool everything_else = false;  ///< what a reader passes on its way to the colours: lists, PCM, sets of references
};

/// What stands between the bit depths and the usability information (7.3.2.2.1).
inline void put_coding_tools(const sps& s, bits& b) {
  b.ue(4).put(s.everything_else ? 1 : 0, 1);
  for (int layer = s.everything_else ? 1 - s.sub_layers : 0; layer <= 0; ++layer) {
    b.ue(4).ue(0).ue(0);
  }
  b.ue(0).ue(3).ue(0).ue(3).ue(1).ue(1);
  if (!s.everything_else) {
    b.put(0, 1).put(0, 2).put(0, 1).ue(0).put(0, 1).put(0, 2);
    return;
  }
  b.put(1, 1).put(1, 1);
  for (int size = 0; size < 4; ++size) {
    for (int matrix = 0; matrix < (size == 3 ? 2 : 6); ++matrix) {
      b.put(matrix == 0 ? 1 : 0, 1);
      if (matrix > 0) {
        b.ue(1);
        continue;
      }
      for (int i = 0; i < (size == 0 ? 16 : 64) + (size > 1 ? 1 : 0); ++i) {
        b.se(i % 3 - 1);
      }
    }
  }
  b.put(3, 2).put(1, 1).put(0x77, 8).ue(0).ue(2).put(1, 1);
  b.ue(3);  // sets of references
  b.ue(2).ue(1).ue(0).put(1, 1).ue(1).put(0, 1).ue(0).put(1, 1);
  b.put(1, 1).put(0, 1).ue(0).put(1, 1).put(0, 1).put(1, 1).put(1, 1).put(0, 1).put(0, 1);  // three of four stay
  b.put(1, 1).put(1, 1).ue(1).put(15, 4);                                                   // of these
  b.put(1, 1).ue(2).put(5, 8).put(1, 1).put(9, 8).put(0, 1);
  b.put(3, 2);
}

/// ITU-T H.265, 7.3.2.2.
[[nodiscard]] inline bytes nal(const sps& s) {
  const std::uint32_t unit = s.chroma == 1 ? 2 : 1;
  const std::uint32_t coded_width = (s.width + 7) / 8 * 8;
  const std::uint32_t coded_height = (s.height + 7) / 8 * 8;
  bits b;
  b.put(0, 4).put(s.sub_layers - 1U, 3).put(1, 1);
  b.put(0, 2).put(0, 1).put(1, 5).put(0x60000000, 32).put(0, 24).put(0, 24).put(120, 8);  // profile_tier_level, 7.3.3
  for (unsigned i = 1; i < s.sub_layers; ++i) {
    b.put(3, 2);
  }
  if (s.sub_layers > 1) {
    for (unsigned i = s.sub_layers; i < 9; ++i) {
      b.put(0, 2);
    }
    for (unsigned i = 1; i < s.sub_layers; ++i) {
      b.put(0, 64).put(0, 32);
    }
  }
  b.ue(0).ue(s.chroma);
  if (s.chroma == 3) {
    b.put(0, 1);
  }
  b.ue(coded_width).ue(coded_height);
  if (coded_width == s.width && coded_height == s.height) {
    b.put(0, 1);
  } else {
    b.put(1, 1).ue(0).ue((coded_width - s.width) / unit).ue(0).ue((coded_height - s.height) / unit);
  }
  b.ue(s.depth - 8).ue(s.depth - 8);
  put_coding_tools(s, b);
  avc::put_usability_information(s.transfer, b);
  b.trailing();
  return bytes{0x42, 0x01} + avc::with_emulation_prevention(b.all());
}

/// HEVCDecoderConfigurationRecord (ISO 14496-15, 8.3.3.1) with its sequence parameter set and nothing else.
[[nodiscard]] inline bytes configuration(const sps& s) {
  const bytes set = nal(s);
  bytes out{1, 0x01, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 120, 0xF0, 0x00, 0xFC};
  out.u8(0xFC | s.chroma).u8(0xF8 | (s.depth - 8)).u8(0xF8 | (s.depth - 8)).u16(0).u8(0x0F);
  return out.u8(1).u8(0x80 | 33).u16(1).u16(set.size()).add(set);
}

}  // namespace crafted::hevc
