#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/sniff/isobmff/codecs/bit_reader.hpp>
#include <preflight/sniff/isobmff/codecs/codec_configuration.hpp>
#include <preflight/sniff/isobmff/codecs/colour.hpp>

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

/// scaling_list_data, H.265 7.3.4.
constexpr void skip_scaling_lists(bit_reader& in) {
  for (unsigned size = 0; size < 4; ++size) {
    for (unsigned matrix = 0; matrix < 6 && !in.exhausted(); matrix += size == 3 ? 3 : 1) {
      if (!in.flag()) {
        in.ue();
        continue;
      }
      const unsigned coefficients = std::min(64U, 1U << (4 + (size << 1U)));
      for (unsigned i = 0; i < coefficients + (size > 1 ? 1U : 0U) && !in.exhausted(); ++i) {
        in.se();
      }
    }
  }
}

/// st_ref_pic_set, H.265 7.3.7, of a set that has `previous` pictures in front; how many it has itself.
constexpr std::uint32_t skip_reference_set(bit_reader& in, bool is_first, std::uint32_t previous) {
  std::uint32_t pictures = 0;
  if (!is_first && in.flag()) {
    in.skip(1);
    in.ue();
    for (std::uint32_t i = 0; i <= previous && !in.exhausted(); ++i) {
      const bool is_used = in.flag();
      pictures += is_used || in.flag() ? 1U : 0U;
    }
    return pictures;
  }
  constexpr std::uint32_t most = 16;  // 7.4.8: what the buffer of decoded pictures holds
  const std::uint32_t before = in.ue();
  const std::uint32_t after = in.ue();
  pictures = std::min(before, most) + std::min(after, most);
  for (std::uint32_t i = 0; i < pictures && !in.exhausted(); ++i) {
    in.ue();
    in.skip(1);
  }
  return pictures;
}

/// What the sequence parameters say of colour, far after the sizes (7.3.2.2.1): from the bit depths on.
constexpr colour_description colour_behind_depths(bit_reader& in, std::uint32_t sub_layers) {
  in.ue();
  const std::uint32_t order_count_bits = 4 + in.ue();
  for (std::uint32_t i = in.flag() ? 0 : sub_layers; i <= sub_layers; ++i) {
    in.ue();
    in.ue();
    in.ue();
  }
  for (int i = 0; i < 6; ++i) {
    in.ue();
  }
  if (in.flag() && in.flag()) {
    skip_scaling_lists(in);
  }
  in.skip(2);
  if (in.flag()) {
    in.skip(8);
    in.ue();
    in.ue();
    in.skip(1);
  }
  const std::uint32_t sets = in.ue();
  std::uint32_t pictures = 0;
  for (std::uint32_t i = 0; i < sets && i < 64 && !in.exhausted(); ++i) {
    pictures = skip_reference_set(in, i == 0, pictures);
  }
  if (in.flag()) {
    const std::uint32_t long_term = in.ue();
    for (std::uint32_t i = 0; i < long_term && !in.exhausted(); ++i) {
      in.skip(order_count_bits + 1);
    }
  }
  in.skip(2);
  return in.flag() && !in.exhausted() ? usability_information(in) : colour_description{};
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
  coded_picture picture{.size = cropped(width, height, cropped_width, cropped_height)};
  const colour_description colour = colour_behind_depths(in, sub_layers);
  picture.pixels = {chroma_of(chroma, colour.matrix), static_cast<std::uint8_t>(depth)};
  picture.range = dynamic_range_of(colour.transfer);
  return picture;
}

/// HEVCDecoderConfigurationRecord, ISO 14496-15 8.3.3.1. Its version is 1, and 0 from writers older than the standard.
constexpr codec_record read(byte_cursor payload) {
  codec_record record;
  record.sets = {.known_version = payload.u8() <= 1, .picture = true};
  payload.skip(21);
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
        record.picture.include(parameters);
        record.sets.sequence = record.sets.sequence || parameters.size.usable();
      }
    }
  }
  return record;
}

}  // namespace hevc

inline constexpr codec_configuration hevc_configuration{
    .box = fourcc("hvcC"),
    .read = hevc::read,
    .entries = {fourcc("hvc1"), fourcc("hvc2")},
    .loose_entries = {fourcc("hev1"), fourcc("hev2")},
    .missing = {fault_kind::malformed, "an HEVC track has no usable decoder configuration (hvcC)",
                "ISO 14496-15 8.3.3"}};

}  // namespace preflight::detail::codecs
