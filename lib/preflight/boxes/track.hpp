#pragma once

#include <cstdint>

#include <preflight/box.hpp>
#include <preflight/boxes/movie.hpp>

namespace preflight::boxes {

/// The rotation and mirroring in the a, b, c, d of a matrix {a b u, c d v, x y w}: p' = p * matrix (ISO
/// 14496-12, 6.2.2). Scaling is not looked at. A matrix of zeros, which some writers leave, is read as the identity.
constexpr orientation_matrix orientation_of(std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) {
  if (b == 0 && c == 0) {
    if (a == 0 && d == 0) {
      return {};
    }
    if (a != 0 && d != 0) {
      return {static_cast<std::int16_t>(d > 0 ? 0 : 180), (a > 0) != (d > 0), true};
    }
  } else if (a == 0 && d == 0 && b != 0 && c != 0) {
    return {static_cast<std::int16_t>(c < 0 ? 90 : 270), (b > 0) == (c > 0), true};
  }
  return {0, false, false};
}

/// 16.16 fixed point, rounded.
constexpr std::uint32_t rounded(std::uint32_t fixed) { return (fixed >> 16) + ((fixed >> 15) & 1U); }

/// tkhd, ISO 14496-12 8.3.2.
constexpr bool track_header(cursor fields, const box&, movie_draft& m, facts&) {
  const bool is_long = long_version(fields);
  m.track.seen.id = fields.u32be();
  fields.skip(4 + (is_long ? 8U : 4U) + 8 + 8);
  const std::int32_t a = fields.i32be();
  const std::int32_t b = fields.i32be();
  fields.skip(4);
  const std::int32_t c = fields.i32be();
  const std::int32_t d = fields.i32be();
  fields.skip(16);
  const std::uint32_t width = rounded(fields.u32be());
  const std::uint32_t height = rounded(fields.u32be());
  if (fields.ran_out()) {
    return false;
  }
  m.track.seen.matrix = orientation_of(a, b, c, d);
  m.track.seen.track_header = {width, height};
  return true;
}

/// mdhd, ISO 14496-12 8.4.2.
constexpr bool media_header(cursor fields, const box&, movie_draft& m, facts&) {
  const bool is_long = long_version(fields);
  m.track.timescale = fields.u32be();
  m.track.duration = duration(fields, is_long);
  return !fields.ran_out();
}

/// hdlr, ISO 14496-12 8.4.3.
constexpr bool handler(cursor fields, const box&, movie_draft& m, facts&) {
  fields.skip(8);
  m.track.handler = fields.u32be();
  return true;
}

constexpr bool video_media_header(cursor, const box&, movie_draft& m, facts&) {
  m.track.visual_header = true;
  return true;
}

/// tref/chap (QuickTime File Format, "Chapter lists"): the tracks it names hold chapter titles and pictures.
constexpr bool chapter_reference(cursor fields, const box&, movie_draft& m, facts&) {
  while (fields.left() >= 4 && m.chapter_count < m.chapter_tracks.size()) {
    m.chapter_tracks[m.chapter_count++] = fields.u32be();
  }
  return true;
}

/// An entry of dref, ISO 14496-12 8.7.2: flag 1 says that the samples are in this file. An entry without that flag that
/// names no place either is a writer's slip.
constexpr bool data_reference(cursor fields, const box& b, movie_draft& m, facts& f) {
  const bool here = (fields.u32be() & 1U) != 0;
  if (!here && b.end - b.payload > 4) {
    m.track.seen.external = true;
    if (!f.external_media) {
      f.external_media = b.offset;
    }
  }
  return true;
}

}  // namespace preflight::boxes
