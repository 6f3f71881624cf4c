#pragma once

#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::png_parts {

/// Counts the frames of an APNG: its acTL chunk says how many there are, and each has an fcTL chunk.
class animation {
 public:
  /// The data of an acTL chunk; it is believed until all frames were seen.
  constexpr void begin(byte_cursor bytes, facts& f) {
    offset_ = bytes.position() - 8;
    promised_ = bytes.u32be();
    f.animated = promised_ > 1;
    f.frames = promised_ > 0 ? promised_ : 1;
  }

  /// The data of an fcTL chunk. Viewers that know animations refuse a frame outside the picture, or the whole
  /// animation.
  constexpr void add_frame(byte_cursor bytes, facts& f) {
    const std::uint64_t offset = bytes.position() - 8;
    ++frames_;
    bytes.skip(4);
    const std::uint64_t width = bytes.u32be();
    const std::uint64_t height = bytes.u32be();
    const std::uint64_t x = bytes.u32be();
    const std::uint64_t y = bytes.u32be();
    const bool inside = width > 0 && height > 0 && x + width <= f.coded.width && y + height <= f.coded.height;
    if (offset_ != 0 && !inside && f.coded.usable()) {
      f.faults.add({fault_kind::malformed, "an animation frame is empty or reaches outside the picture", "PNG 11.3.6.2",
                    offset});
    }
  }

  /// All chunks were seen.
  constexpr void end(facts& f) const {
    if (offset_ == 0) {
      return;
    }
    f.animated = frames_ > 1;
    f.frames = frames_ > 1 ? frames_ : 1;
    if (frames_ != promised_ || frames_ == 0) {
      f.faults.add({fault_kind::malformed, "the number of frames differs from the acTL chunk", "PNG 11.3.6.1", offset_,
                    promised_, frames_, true});
    }
  }

 private:
  std::uint64_t offset_ = 0;  // of the acTL chunk; 0: there is none
  std::uint32_t promised_ = 0;
  std::uint32_t frames_ = 0;
};

}  // namespace preflight::detail::png_parts
