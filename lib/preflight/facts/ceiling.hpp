#pragma once

#include <cstddef>
#include <cstdint>

namespace preflight {

/// What there was too much of when work on a file was given up (budget.hpp). Control flow asks for this, never for the
/// words of a message.
enum class ceiling : std::uint8_t {
  none,
  pixels,            ///< of one picture or frame
  animation_pixels,  ///< of all frames together
  bytes,             ///< read
  frames,            ///< of a picture
  samples,           ///< of a video: samples, packets, frames, table entries
  tracks,
  gif_blocks,
  png_chunks,
  jpeg_segments,
  non_marker_bytes,  ///< of a JPEG, between its segments
  boxes,             ///< or their nesting
  scans,             ///< of a JPEG, or the memory that several of them take
  memory,
  seconds,
  processor_time,  ///< allowed by the system, not by the budget
};
inline constexpr std::size_t ceiling_count = static_cast<std::size_t>(ceiling::processor_time) + 1;

}  // namespace preflight
