#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/movie_boxes.hpp>

namespace preflight::detail::boxes {

/// A point goes through the track's matrix first, then through the movie's.
constexpr linear_map combined(const linear_map& track, const linear_map& movie) {
  const auto sum = [](std::int64_t x, std::int64_t x_factor, std::int64_t y, std::int64_t y_factor) {
    using limits = std::numeric_limits<std::int32_t>;
    const std::int64_t exact = (x * x_factor >> 16) + (y * y_factor >> 16);
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(exact, limits::min(), limits::max()));
  };
  return {sum(track.a, movie.a, track.b, movie.c), sum(track.a, movie.b, track.b, movie.d),
          sum(track.c, movie.a, track.d, movie.c), sum(track.c, movie.b, track.d, movie.d)};
}

/// What a matrix does, said in the terms that players know.
constexpr orientation_matrix orientation_of(const linear_map& map) {
  orientation_matrix out;
  if (map == linear_map{}) {
    return out;
  }
  const bool upright = map.b == 0 && map.c == 0 && map.a != 0 && map.d != 0;
  const bool lying = map.a == 0 && map.d == 0 && map.b != 0 && map.c != 0;
  if (!upright && !lying) {
    out.right_angled = false;
    out.degenerate = std::int64_t{map.a} * map.d == std::int64_t{map.b} * map.c;
    return out;
  }
  const std::int64_t first = upright ? map.a : map.b;
  const std::int64_t second = upright ? map.d : map.c;
  out.rotation = static_cast<std::int16_t>(upright ? (map.d > 0 ? 0 : 180) : (map.c < 0 ? 90 : 270));
  out.mirrored = upright == ((first > 0) != (second > 0));
  const auto preserves_length = [](std::int64_t factor) {
    const std::int64_t deviation = (factor < 0 ? -factor : factor) - 0x10000;
    return deviation <= 0x10000 / 100 && deviation >= -0x10000 / 100;
  };
  out.scaled = !preserves_length(first) || !preserves_length(second);
  return out;
}

/// 16.16 fixed point, rounded.
constexpr std::uint32_t rounded(std::uint32_t fixed) { return (fixed >> 16) + ((fixed >> 15) & 1U); }

/// tkhd, ISO 14496-12 8.3.2.
constexpr bool track_header(byte_cursor fields, const box&, movie_builder& m, facts&) {
  byte_cursor flags = fields;
  constexpr std::uint32_t track_enabled = 1;
  m.track.video.disabled = (flags.u32be() & track_enabled) == 0;
  const bool is_long = long_version(fields);
  m.track.video.id = fields.u32be();
  fields.skip(4 + (is_long ? 8U : 4U) + 8 + 8);
  const std::uint64_t matrix_offset = fields.position();
  const linear_map map = matrix(fields);
  fields.skip(16);
  const std::uint32_t width = rounded(fields.u32be());
  const std::uint32_t height = rounded(fields.u32be());
  if (fields.exhausted()) {
    return false;
  }
  const bool movie_is_upright = m.matrix == linear_map{};
  m.track.video.matrix = orientation_of(movie_is_upright ? map : combined(map, m.matrix));
  m.track.matrix_offset = movie_is_upright || map != linear_map{} ? matrix_offset : m.matrix_offset;
  m.track.video.track_header = {width, height};
  return true;
}

/// mdhd, ISO 14496-12 8.4.2.
constexpr bool media_header(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  m.track.has_media_header = true;
  m.track.media_header_offset = b.offset;
  const bool is_long = long_version(fields);
  m.track.timescale = fields.u32be();
  m.track.duration = duration(fields, is_long);
  return !fields.exhausted();
}

/// hdlr, ISO 14496-12 8.4.3.
constexpr bool handler(byte_cursor fields, const box&, movie_builder& m, facts&) {
  fields.skip(8);
  m.track.handler = fields.u32be();
  return true;
}

constexpr bool video_media_header(byte_cursor, const box&, movie_builder& m, facts&) {
  m.track.visual_header = true;
  return true;
}

/// tref/chap (QuickTime File Format, "Chapter lists"): the tracks it names hold chapter titles and pictures.
constexpr bool chapter_reference(byte_cursor fields, const box&, movie_builder& m, facts&) {
  while (fields.left() >= 4 && m.chapter_count < m.chapter_tracks.size()) {
    m.chapter_tracks[m.chapter_count++] = fields.u32be();
  }
  return true;
}

/// tref/thmb, vdep, vplx and auxl (ISO 14496-12, 8.3.3; ISO 23008-12, 7.5): the track that refers is what the type says
/// of the track that it refers to.
constexpr bool auxiliary_reference(byte_cursor, const box&, movie_builder& m, facts&) {
  m.track.is_auxiliary = true;
  return true;
}

/// An entry of dref, ISO 14496-12 8.7.2: flag 1 says that the samples are in this file. An entry without that flag that
/// names no place either is a writer's slip.
constexpr bool data_reference(byte_cursor fields, const box& b, movie_builder& m, facts& f) {
  const bool in_this_file = (fields.u32be() & 1U) != 0;
  if (!in_this_file && b.end - b.payload > 4) {
    m.track.video.external = true;
    if (!f.external_media) {
      f.external_media = b.offset;
    }
  }
  return true;
}

}  // namespace preflight::detail::boxes
