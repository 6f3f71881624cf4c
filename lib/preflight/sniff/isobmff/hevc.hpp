#pragma once

#include <cstdint>

#include <preflight/sniff/isobmff/bit_reader.hpp>
#include <preflight/sniff/isobmff/codec_configuration.hpp>

namespace preflight::detail::codecs {

namespace hevc {

/// profile_tier_level(1, sub_layers), H.265 7.3.3.
constexpr void skip_profile_tier_level(bit_reader& in, unsigned sub_layers) {
  in.skip(88 + 8);
  std::uint32_t profiles = 0;
  std::uint32_t levels = 0;
  for (unsigned i = 0; i < sub_layers; ++i) {
    profiles += in.bits(1);
    levels += in.bits(1);
  }
  if (sub_layers > 0) {
    in.skip(2 * (8 - sub_layers));
  }
  in.skip(profiles * 88 + levels * 8);
}

/// seq_parameter_set_rbsp, H.265 7.3.2.2.1, after the two-byte NAL unit header.
constexpr coded_picture sequence_parameter_set(byte_cursor nal) {
  bit_reader in{nal};
  in.skip(4);
  const std::uint32_t sub_layers = in.bits(3);
  in.skip(1);
  skip_profile_tier_level(in, sub_layers);
  in.ue();
  const std::uint32_t chroma = in.ue();
  const bool separate_planes = chroma == 3 && in.flag();
  const std::uint64_t width = in.ue();
  const std::uint64_t height = in.ue();
  std::uint64_t cropped_width = 0;
  std::uint64_t cropped_height = 0;
  if (in.flag()) {
    // Table 6-1: SubWidthC, SubHeightC.
    const std::uint64_t unit_x = !separate_planes && (chroma == 1 || chroma == 2) ? 2 : 1;
    const std::uint64_t unit_y = !separate_planes && chroma == 1 ? 2 : 1;
    cropped_width = (std::uint64_t{in.ue()} + in.ue()) * unit_x;
    cropped_height = (std::uint64_t{in.ue()} + in.ue()) * unit_y;
  }
  const std::uint32_t depth = 8 + in.ue();
  if (in.exhausted() || depth > 16 || chroma > 3) {
    return {};
  }
  return {cropped(width, height, cropped_width, cropped_height), static_cast<std::uint8_t>(depth)};
}

/// HEVCDecoderConfigurationRecord, ISO 14496-15 8.3.3.1.
constexpr coded_picture read(byte_cursor payload) {
  payload.skip(22);
  coded_picture picture;
  const unsigned arrays = payload.u8();
  for (unsigned i = 0; i < arrays && !payload.exhausted(); ++i) {
    const bool parameter_sets = (payload.u8() & 63U) == 33;
    const unsigned units = payload.u16be();
    for (unsigned k = 0; k < units && !payload.exhausted(); ++k) {
      const std::uint16_t length = payload.u16be();
      byte_cursor nal = payload;
      payload.skip(length);
      const std::uint16_t header = nal.u16be();
      const bool base_layer = (header & 0x01F8U) == 0;  // other layers of MV-HEVC are coded relative to it
      if (parameter_sets && base_layer && !payload.exhausted()) {
        const coded_picture parameters = sequence_parameter_set(nal);
        picture = {hull(picture.size, parameters.size),
                   parameters.bit_depth > picture.bit_depth ? parameters.bit_depth : picture.bit_depth};
      }
    }
  }
  return picture;
}

}  // namespace hevc

inline constexpr codec_configuration hevc_configuration{fourcc("hvcC"), hevc::read};

}  // namespace preflight::detail::codecs
