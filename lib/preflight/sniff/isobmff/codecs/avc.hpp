#pragma once

#include <cstdint>

#include <preflight/sniff/isobmff/codecs/bit_reader.hpp>
#include <preflight/sniff/isobmff/codecs/codec_configuration.hpp>
#include <preflight/sniff/isobmff/codecs/colour.hpp>

namespace preflight::detail::codecs {

namespace avc {

/// H.264 7.3.2.1.1.1; the values are of no use here, their length is.
constexpr void skip_scaling_list(bit_reader& in, unsigned size) {
  std::int64_t last = 8;
  std::int64_t next = 8;
  for (unsigned i = 0; i < size && !in.exhausted(); ++i) {
    if (next != 0) {
      const std::uint32_t code = in.ue();
      const std::int64_t delta = code % 2 == 1 ? std::int64_t{code / 2} + 1 : -std::int64_t{code / 2};
      next = (last + delta + 256) % 256;
    }
    last = next == 0 ? last : next;
  }
}

constexpr bool has_chroma_format(std::uint32_t profile) {
  switch (profile) {
    case 100:
    case 110:
    case 122:
    case 244:
    case 44:
    case 83:
    case 86:
    case 118:
    case 128:
    case 138:
    case 139:
    case 134:
    case 135: return true;
    default: return false;
  }
}

/// seq_parameter_set_data, H.264 7.3.2.1.1, after the one-byte NAL unit header.
constexpr coded_picture sequence_parameter_set(byte_cursor nal) {
  bit_reader in{nal};
  const std::uint32_t profile = in.bits(8);
  in.skip(16);
  in.ue();
  std::uint32_t chroma = 1;
  bool separate_planes = false;
  std::uint32_t depth = 8;
  if (has_chroma_format(profile)) {
    chroma = in.ue();
    separate_planes = chroma == 3 && in.flag();
    depth = 8 + in.ue();
    in.ue();
    in.skip(1);
    if (in.flag()) {
      for (unsigned i = 0; i < (chroma == 3 ? 12U : 8U); ++i) {
        if (in.flag()) {
          skip_scaling_list(in, i < 6 ? 16 : 64);
        }
      }
    }
  }
  in.ue();
  const std::uint32_t order = in.ue();
  if (order == 0) {
    in.ue();
  } else if (order == 1) {
    in.skip(1);
    in.se();
    in.se();
    const std::uint32_t cycle = in.ue();
    for (std::uint32_t i = 0; i < cycle && i < 255 && !in.exhausted(); ++i) {
      in.se();
    }
  }
  in.ue();
  in.skip(1);
  const std::uint64_t width = (std::uint64_t{in.ue()} + 1) * 16;
  const std::uint64_t map_units = std::uint64_t{in.ue()} + 1;
  const std::uint64_t fields = in.flag() ? 1 : 2;  // frame_mbs_only_flag
  if (fields == 2) {
    in.skip(1);
  }
  in.skip(1);
  std::uint64_t cropped_width = 0;
  std::uint64_t cropped_height = 0;
  if (in.flag()) {
    // Table 6-1 and equations 7-19 to 7-22.
    const std::uint64_t unit_x = !separate_planes && (chroma == 1 || chroma == 2) ? 2 : 1;
    const std::uint64_t unit_y = (!separate_planes && chroma == 1 ? 2 : 1) * fields;
    cropped_width = (std::uint64_t{in.ue()} + in.ue()) * unit_x;
    cropped_height = (std::uint64_t{in.ue()} + in.ue()) * unit_y;
  }
  if (in.exhausted() || depth > 14) {
    return {};
  }
  coded_picture picture{.size = cropped(width, map_units * 16 * fields, cropped_width, cropped_height)};
  const colour_description colour = in.flag() ? usability_information(in) : colour_description{};
  picture.pixels = {chroma_of(chroma, colour.matrix), static_cast<std::uint8_t>(depth)};
  picture.range = dynamic_range_of(colour.transfer);
  return picture;
}

/// AVCDecoderConfigurationRecord, ISO 14496-15 5.3.3.1. Of several parameter sets the largest sides count.
constexpr codec_record read(byte_cursor payload) {
  codec_record record;
  record.sets.known_version = payload.u8() == 1;
  payload.skip(4);
  const unsigned sequences = payload.u8() & 31U;
  for (unsigned i = 0; i < sequences && !payload.exhausted(); ++i) {
    const std::uint16_t length = payload.u16be();
    byte_cursor nal = payload;
    payload.skip(length);
    if (payload.exhausted() || (nal.u8() & 31U) != 7) {
      continue;
    }
    const coded_picture parameters = sequence_parameter_set(nal);
    record.picture.include(parameters);
    record.sets.sequence = record.sets.sequence || parameters.size.usable();
  }
  const unsigned pictures = payload.u8();
  for (unsigned i = 0; i < pictures && !payload.exhausted(); ++i) {
    const std::uint16_t length = payload.u16be();
    byte_cursor nal = payload;
    payload.skip(length);
    record.sets.picture = record.sets.picture || (!payload.exhausted() && (nal.u8() & 31U) == 8);
  }
  return record;
}

}  // namespace avc

inline constexpr codec_configuration avc_configuration{
    .box = fourcc("avcC"),
    .read = avc::read,
    .entries = {fourcc("avc1"), fourcc("avc2")},
    .loose_entries = {fourcc("avc3"), fourcc("avc4")},
    .missing = {fault_kind::malformed, "an H.264 track has no usable decoder configuration (avcC)",
                "ISO 14496-15 5.3.3"}};

}  // namespace preflight::detail::codecs
