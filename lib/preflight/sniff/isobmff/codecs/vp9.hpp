#pragma once

#include <cstdint>

#include <preflight/sniff/isobmff/codecs/codec_configuration.hpp>
#include <preflight/sniff/isobmff/codecs/colour.hpp>

namespace preflight::detail::codecs {

namespace vp9 {

/// VPCodecConfigurationBox (VP Codec ISO Media File Format Binding, version 1.0). The size is left to the sample entry.
constexpr codec_record read(byte_cursor payload) {
  const std::uint8_t version = payload.u8();
  payload.skip(3 + 1 + 1);
  const std::uint8_t layout = payload.u8();
  payload.skip(1);
  const std::uint8_t transfer = payload.u8();
  const std::uint8_t matrix = payload.u8();
  codec_record record;
  if (version == 1 && !payload.exhausted()) {
    const std::uint32_t chroma = (layout >> 1) & 7U;  // 0 and 1 are both 4:2:0, with the samples at another place
    record.picture.pixels = {chroma_of(chroma == 0 ? 1 : chroma, matrix), static_cast<std::uint8_t>(layout >> 4)};
    record.picture.range = dynamic_range_of(transfer);
  }
  return record;
}

}  // namespace vp9

inline constexpr codec_configuration vp9_configuration{.box = fourcc("vpcC"), .read = vp9::read};

}  // namespace preflight::detail::codecs
