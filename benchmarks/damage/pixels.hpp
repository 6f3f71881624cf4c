#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace damage {

using bytes = std::vector<unsigned char>;

/// What a viewer shows: the first picture, three bytes per pixel, from the top left. Nothing where it shows none.
struct picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bytes samples;
};

/// As viewers do: what can be painted of a broken file is painted, whatever the codec says about it.
[[nodiscard]] picture decode_jpeg(const bytes& file);
/// All frames, one below the other.
[[nodiscard]] picture decode_gif(const bytes& file);

/// Share of the pixels that differ; 1 where the sizes do.
[[nodiscard]] double difference(const picture& a, const picture& b);

}  // namespace damage
