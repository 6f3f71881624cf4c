#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "seeded.hpp"

namespace benchmarks {

/// Pixels worth encoding: a gradient, some flat rectangles as in screenshots, and grain as in photographs.
struct scene {
  unsigned width = 0;
  unsigned height = 0;
  /// Red, green, blue; row by row.
  std::vector<std::uint8_t> pixels;

  [[nodiscard]] std::size_t row_bytes() const { return std::size_t{width} * 3; }
  [[nodiscard]] std::span<const std::uint8_t> row(std::size_t y) const {
    return std::span{pixels}.subspan(y * row_bytes(), row_bytes());
  }
};

/// `grain` is how far a sample strays, 0 to 64; `grainy_percent` how much of the height has grain. Together they decide
/// how well the picture can be compressed.
inline scene paint(unsigned width, unsigned height, unsigned grain, unsigned grainy_percent, seeded& random) {
  scene made{width, height, {}};
  made.pixels.resize(made.row_bytes() * height);
  const std::uint64_t tint = random.bits();
  const unsigned grainy_rows = height * grainy_percent / 100;
  std::size_t at = 0;
  for (unsigned y = 0; y < height; ++y) {
    for (unsigned x = 0; x < width; ++x) {
      const std::uint64_t noise = y < grainy_rows && grain != 0 ? random.bits() : 0;
      for (unsigned channel = 0; channel < 3; ++channel) {
        const auto base = static_cast<unsigned>((tint >> (8 * channel)) & 0x7FU);
        const unsigned sloped = base + 96 * (channel == 1 ? x : y) / (channel == 1 ? width : height);
        const auto stray = static_cast<unsigned>((noise >> (16 * channel)) & 0xFFFFU) % (grain + 1);
        made.pixels[at++] = static_cast<std::uint8_t>(sloped + stray > 255 ? 255 : sloped + stray);
      }
    }
  }
  for (unsigned rectangle = 0; rectangle < 12; ++rectangle) {
    const std::size_t left = random.below(width);
    const std::size_t top = random.below(height);
    const std::size_t right = left + random.below(width - left);
    const std::size_t bottom = top + random.below(height - top) / 3;
    const auto shade = static_cast<std::uint8_t>(random.below(256));
    for (std::size_t y = top; y < bottom; ++y) {
      for (std::size_t x = left; x < right; ++x) {
        made.pixels[y * made.row_bytes() + x * 3 + rectangle % 3] = shade;
      }
    }
  }
  return made;
}

}  // namespace benchmarks
