#pragma once

#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// What a codec configuration record says of the pictures it describes. An extent of 0x0: not understood.
struct coded_picture {
  extent size;  ///< luma samples with the conformance cropping applied
  std::uint8_t bit_depth = 0;
};

/// Reads one kind of decoder configuration box found in a visual sample entry.
struct codec_configuration {
  std::uint32_t box;  ///< its four-character code
  coded_picture (*read)(byte_cursor payload);
};

/// The size after cropping, or 0x0 where the cropping leaves nothing: `left_right` and `top_bottom` are in luma
/// samples.
[[nodiscard]] constexpr extent cropped(std::uint64_t width, std::uint64_t height, std::uint64_t left_right,
                                       std::uint64_t top_bottom) {
  constexpr std::uint64_t max_side = 0xFFFFFFFF;
  if (width > max_side || height > max_side || left_right >= width || top_bottom >= height) {
    return {};
  }
  return {static_cast<std::uint32_t>(width - left_right), static_cast<std::uint32_t>(height - top_bottom)};
}

}  // namespace preflight::detail
