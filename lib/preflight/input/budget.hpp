#pragma once

#include <cstdint>

namespace preflight {

/// Limits on the work for one file. A file that reaches one is reported as over-budget.
/// The defaults admit every file that cameras, phones and editors are known to write.
struct budget {
  std::uint64_t pixels = 0x3FFFULL * 0x3FFF;  ///< width x height of one picture or frame
  std::uint64_t bytes = 4ULL << 30;           ///< bytes asked for, all windows together
  std::uint32_t frames = 1'000'000;           ///< frames counted; beyond it the count is "at least"
  std::uint32_t units = 4'000'000;  ///< PNG chunks, GIF blocks (up to four a frame), boxes; a bounded step each
  std::uint32_t table_entries = 32'000'000;  ///< samples, chunks and runs of chunks in the tables of all tracks
  std::uint32_t segments = 16'384;           ///< JPEG marker segments before the first scan and between scans
  std::uint32_t non_marker_bytes = 65'536;   ///< bytes between JPEG segments, outside any of them
  std::uint32_t depth = 16;                  ///< boxes inside boxes
  std::uint32_t text_bytes = 16U << 20;      ///< of PNG text, unpacked to search it for positions

  // Decoding only.
  std::uint32_t scans = 100;                    ///< of a progressive JPEG; encoders write about ten
  std::uint64_t animation_pixels = 1ULL << 32;  ///< of all frames together: 4,660 frames of 1280x720
  std::uint64_t memory = 512ULL << 20;          ///< bytes a codec may hold at once
  std::uint32_t seconds = 60;                   ///< of wall-clock time for one file
};

}  // namespace preflight
