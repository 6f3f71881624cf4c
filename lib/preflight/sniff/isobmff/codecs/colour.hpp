#pragma once

#include <cstdint>

#include <preflight/facts/pixel_layout.hpp>
#include <preflight/sniff/isobmff/codecs/bit_reader.hpp>

namespace preflight::detail::codecs {

/// Code points of ITU-T H.273; 2 says "unspecified".
struct colour_description {
  std::uint32_t transfer = 2;
  std::uint32_t matrix = 2;
};

/// The beginning of vui_parameters, which H.264 (E.1.1) and H.265 (E.2.1) have in common.
[[nodiscard]] constexpr colour_description usability_information(bit_reader& in) {
  constexpr std::uint32_t extended_sar = 255;
  if (in.flag() && in.bits(8) == extended_sar) {
    in.skip(32);
  }
  if (in.flag()) {
    in.skip(1);
  }
  colour_description colour;
  if (in.flag()) {
    in.skip(3 + 1);
    if (in.flag()) {
      in.skip(8);
      colour.transfer = in.bits(8);
      colour.matrix = in.bits(8);
    }
  }
  return in.exhausted() ? colour_description{} : colour;
}

/// chroma_format_idc of H.264, H.265 and VP9's record.
[[nodiscard]] constexpr chroma_format chroma_of(std::uint32_t idc, std::uint32_t matrix) {
  constexpr std::uint32_t identity = 0;  // of a matrix: the planes are green, blue and red
  switch (idc) {
    case 0: return chroma_format::grey;
    case 1: return chroma_format::yuv420;
    case 2: return chroma_format::yuv422;
    case 3: return matrix == identity ? chroma_format::gbr : chroma_format::yuv444;
    default: return chroma_format::unknown;
  }
}

}  // namespace preflight::detail::codecs
