#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail {

/// What a codec configuration record says of the pictures it describes. An extent of 0x0: not understood.
struct coded_picture {
  extent size;  ///< luma samples with the conformance cropping applied
  pixel_layout pixels{};
  dynamic_range range = dynamic_range::standard;

  /// Of several sequences, what asks most of a decoder.
  constexpr void include(const coded_picture& other) {
    size = hull(size, other.size);
    pixels.chroma = std::max(pixels.chroma, other.pixels.chroma);
    pixels.bit_depth = std::max(pixels.bit_depth, other.pixels.bit_depth);
    range = std::max(range, other.range);
  }
};

/// Which sets of parameters, without which a decoder cannot begin, a record holds. Those of HEVC's pictures are not
/// looked for: a decoder finds them where it finds those of its sequence.
struct parameter_sets {
  bool known_version = false;  ///< the record is one that readers know
  bool sequence = false;       ///< one at least that can be understood
  bool picture = false;
};

/// A decoder configuration record.
struct codec_record {
  coded_picture picture;  ///< hull of what the sequences are said to be
  parameter_sets sets;
};

/// Reads one kind of decoder configuration box found in a visual sample entry.
struct codec_configuration {
  std::uint32_t box;  ///< its four-character code
  codec_record (*read)(byte_cursor payload);
  std::array<std::uint32_t, 2> entries{};        ///< whose parameter sets all stand in the record
  std::array<std::uint32_t, 2> loose_entries{};  ///< whose samples may hold parameter sets
  fault missing{};                               ///< what one of these entries without a usable record is

  [[nodiscard]] constexpr bool belongs_to(std::uint32_t entry) const {
    return entry == entries[0] || entry == entries[1] || allows_sets_in_samples(entry);
  }
  [[nodiscard]] constexpr bool allows_sets_in_samples(std::uint32_t entry) const {
    return entry == loose_entries[0] || entry == loose_entries[1];
  }
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
