#pragma once

#include <algorithm>
#include <cstddef>
#include <tuple>

#include <preflight/facts.hpp>

namespace crafted {

// Bound to names one by one, so that a member added later does not compile until it is compared.

[[nodiscard]] inline bool same(const preflight::orientation_matrix& x, const preflight::orientation_matrix& y) {
  const auto all = [](const preflight::orientation_matrix& m) {
    const auto& [rotation, mirrored, right_angled, scaled, degenerate] = m;
    return std::tie(rotation, mirrored, right_angled, scaled, degenerate);
  };
  return all(x) == all(y);
}

[[nodiscard]] inline bool same(const preflight::fault* x, const preflight::fault* y) {
  if (x == nullptr || y == nullptr) {
    return x == y;
  }
  const auto all = [](const preflight::fault& f) {
    const auto& [kind, what, clause, offset, expected, found, has_numbers, is_bound, ceiling, chunk, is_checksum] = f;
    return std::tie(kind, what, clause, offset, expected, found, has_numbers, is_bound, ceiling, chunk, is_checksum);
  };
  return all(*x) == all(*y);
}

[[nodiscard]] inline bool same(const preflight::fault_list& x, const preflight::fault_list& y) {
  for (std::size_t i = 0; i < preflight::fault_kinds; ++i) {
    const auto kind = static_cast<preflight::fault_kind>(i);
    if (!same(x.first(kind), y.first(kind))) {
      return false;
    }
  }
  return true;
}

[[nodiscard]] inline bool same(const preflight::video_track& x, const preflight::video_track& y) {
  const auto all = [](const preflight::video_track& t) {
    const auto& [id, codec, sample_entry, other_entries, other_entries_shown, track_header, codec_configuration,
                 clean_aperture, pixel_aspect, matrix, pixels, range, dolby_vision, samples, length, encrypted,
                 external, disabled] = t;
    static_cast<void>(matrix);
    return std::tie(id, codec, sample_entry, other_entries, other_entries_shown, track_header, codec_configuration,
                    clean_aperture, pixel_aspect, pixels, range, dolby_vision, samples, length, encrypted, external,
                    disabled);
  };
  return all(x) == all(y) && same(x.matrix, y.matrix);
}

[[nodiscard]] inline bool same(const preflight::facts& x, const preflight::facts& y) {
  const auto all = [](const preflight::facts& f) {
    const auto& [format, depth_reached, file_size, coded, canvas, height_after_scan, orientation, bit_depth, channels,
                 has_alpha, animated, frames, frames_at_least, jpeg_process, samples_offset, orientation_offset,
                 other_size_offset, duration, timescale, fragmented_length, fragmented, tracks, video_tracks,
                 audio_tracks, external_media, location, location_offset, end, trailing_format, wrapped_format,
                 pointed_size, faults] = f;
    static_cast<void>(tracks);
    static_cast<void>(faults);
    return std::tie(format, depth_reached, file_size, coded, canvas, height_after_scan, orientation, bit_depth,
                    channels, has_alpha, animated, frames, frames_at_least, jpeg_process, samples_offset,
                    orientation_offset, other_size_offset, duration, timescale, fragmented_length, fragmented,
                    video_tracks, audio_tracks, external_media, location, location_offset, end, trailing_format,
                    wrapped_format, pointed_size);
  };
  return all(x) == all(y) && same(x.faults, y.faults) &&
         std::equal(x.kept_tracks().begin(), x.kept_tracks().end(), y.kept_tracks().begin(), y.kept_tracks().end(),
                    [](const auto& a, const auto& b) { return same(a, b); });
}

}  // namespace crafted
