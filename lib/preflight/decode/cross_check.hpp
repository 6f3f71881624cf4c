#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>

namespace preflight {

/// Where a decoder, which looked at the pixels, and the facts, which come from headers, cannot both be right.
struct cross_check {
  bool size = false;      ///< neither the stored size nor one with macroblock padding; exact
  bool rotation = false;  ///< of the first video track; exact. Mirrored and sheared ones are not compared
  bool codec = false;     ///< four-character code of the first video track
  bool frames = false;    ///< a GIF with fewer frames than its blocks promise; video tracks without a frame
  bool duration = false;  ///< a fragmented video that ends early by more than a second and 2 %

  [[nodiscard]] constexpr bool agrees() const { return !size && !rotation && !codec && !frames && !duration; }
};

/// The size a decoder makes of the first video track, before pixel aspect and matrix, where it is a claim of its own:
/// 0x0 where it decoded none, or where only macroblock padding sets it apart from what the track says already.
[[nodiscard]] constexpr extent decoded_size(const video_track& first, const decode_result& decoded) {
  const extent entry = sample_entry_size(first);
  const bool padding = is_padding_of(decoded.size, entry) || is_padding_of(entry, decoded.size) ||
                       decoded.size == first.other_entries || decoded.size == codec_configuration_size(first) ||
                       decoded.size == first.codec_configuration;
  return padding ? extent{} : decoded.size;
}

/// The same for any of the tracks: a decoder says the size of the first alone, and only where it came to its end.
[[nodiscard]] constexpr extent decoded_size(const facts& f, const video_track& track, const decode_result* decoded) {
  const bool known = decoded != nullptr && decoded->outcome == decode_outcome::decoded && &track == f.tracks.data();
  return known ? decoded_size(track, *decoded) : extent{};
}

/// In milliseconds, of the movie header; 0 where it does not say.
[[nodiscard]] constexpr std::uint64_t stated_milliseconds(const facts& f) {
  const std::uint64_t seconds = f.timescale == 0 ? 0 : f.duration / f.timescale;
  if (seconds > 1'000'000'000'000) {
    return 0;  // thirty thousand years say nothing
  }
  return f.timescale == 0 ? 0 : seconds * 1000 + f.duration % f.timescale * 1000 / f.timescale;
}

/// Compares only what both know, and only where decoding came to its end.
///
/// A duration is held against a fragmented video alone: elsewhere each sample has a place in an index, and a decoder
/// that missed one has said so; an edit list may well show less than there is, or the same twice.
[[nodiscard]] constexpr cross_check compare(const facts& f, const decode_result& decoded) {
  cross_check out;
  if (decoded.outcome != decode_outcome::decoded) {
    return out;
  }
  if (f.video_tracks == 0) {
    const extent stored{f.coded.width, f.height_after_scan.value_or(f.coded.height)};
    out.size = stored.usable() && decoded.size.usable() && decoded.size != stored;
    out.frames = f.format == format::gif && f.frames && decoded.frames < *f.frames;
    return out;
  }
  const video_track& first = f.tracks[0];
  out.frames = decoded.frames == 0;
  out.size = first.sample_entry.usable() && decoded_size(first, decoded).usable();
  out.rotation =
      !out.frames && first.matrix.right_angled && !first.matrix.mirrored && decoded.rotation != first.matrix.rotation;
  out.codec = first.codec != 0 && decoded.video_codec != 0 && decoded.video_codec != first.codec;
  const std::uint64_t stated = stated_milliseconds(f);
  const std::uint64_t tolerated = std::max<std::uint64_t>(1000, stated / 50);
  out.duration =
      f.fragmented && stated > decoded.duration_milliseconds && stated - decoded.duration_milliseconds > tolerated;
  return out;
}

}  // namespace preflight
