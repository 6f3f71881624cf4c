#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/text/inline_string.hpp>

namespace preflight {

/// How often the colour of a picture is sampled (ITU-T H.264, table 6-1; H.265, table 6-1; H.273, 8.3 for gbr).
enum class chroma_format : std::uint8_t { unknown, grey, yuv420, yuv422, yuv444, gbr };

/// What a pixel of a video is made of, in the terms of its codec.
struct pixel_layout {
  chroma_format chroma = chroma_format::unknown;
  std::uint8_t bit_depth = 0;  ///< 0: unknown

  [[nodiscard]] constexpr bool known() const { return chroma != chroma_format::unknown && bit_depth > 0; }
  friend constexpr bool operator==(const pixel_layout&, const pixel_layout&) = default;
};

/// The one that every decoder knows.
inline constexpr pixel_layout usual_layout{chroma_format::yuv420, 8};

/// By FFmpeg's names, without the byte order, which is not a property of the file: "yuv420p", "yuv422p10". Empty where
/// unknown.
[[nodiscard]] constexpr inline_string<16> name_of(pixel_layout layout) {
  constexpr std::array<std::string_view, 6> names{"", "gray", "yuv420p", "yuv422p", "yuv444p", "gbrp"};
  inline_string<16> name;
  if (layout.known()) {
    name << names[static_cast<std::size_t>(layout.chroma)];
    if (layout.bit_depth != 8) {
      name << layout.bit_depth;
    }
  }
  return name;
}

/// The transfer characteristics of pictures brighter than a usual screen (ITU-T H.273, table 3).
enum class dynamic_range : std::uint8_t { standard, hlg, pq };

[[nodiscard]] constexpr dynamic_range dynamic_range_of(std::uint32_t transfer_characteristics) {
  switch (transfer_characteristics) {
    case 16: return dynamic_range::pq;
    case 18: return dynamic_range::hlg;
    default: return dynamic_range::standard;
  }
}

}  // namespace preflight
