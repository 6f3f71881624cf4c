#pragma once

#include <cstdint>

#include <preflight/sniff/isobmff/codecs/bit_reader.hpp>
#include <preflight/sniff/isobmff/codecs/codec_configuration.hpp>

namespace preflight::detail::codecs {

namespace av1 {

/// AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, 2.3). The size is left to the sample entry.
constexpr codec_record read(byte_cursor payload) {
  bit_reader in{payload};
  in.skip(8 + 8 + 1);
  const bool is_deep = in.flag();
  const bool is_deepest = in.flag();
  const bool is_grey = in.flag();
  const bool halves_width = in.flag();
  const bool halves_height = in.flag();
  codec_record record;
  if (!in.exhausted()) {
    record.picture.pixels = {is_grey         ? chroma_format::grey
                             : halves_height ? chroma_format::yuv420
                             : halves_width  ? chroma_format::yuv422
                                             : chroma_format::yuv444,
                             static_cast<std::uint8_t>(!is_deep     ? 8
                                                       : is_deepest ? 12
                                                                    : 10)};
  }
  return record;
}

}  // namespace av1

inline constexpr codec_configuration av1_configuration{.box = fourcc("av1C"), .read = av1::read};

}  // namespace preflight::detail::codecs
