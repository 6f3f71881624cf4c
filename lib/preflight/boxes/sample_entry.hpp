#pragma once

#include <cstdint>

#include <preflight/box.hpp>
#include <preflight/codecs.hpp>

namespace preflight::boxes {

/// Bytes of a visual sample entry before its own boxes (ISO 14496-12, 12.1.3).
inline constexpr std::uint32_t visual_entry_fields = 78;

constexpr void note_other_size(const box& b, facts& f) {
  f.other_size_offset = f.other_size_offset == 0 ? b.offset : f.other_size_offset;
}

constexpr bool sample_entry(cursor fields, const box& b, movie_draft& m, facts& f) {
  track_draft& track = m.track;
  if (!track.is_video()) {
    return true;
  }
  ++track.entries;
  fields.skip(24);
  const extent size{fields.u16be(), fields.u16be()};
  if (fields.ran_out()) {
    return false;
  }
  if (!track.has_entry) {
    track.has_entry = true;
    track.entry_offset = b.offset;
    track.seen.codec = b.type;
    track.seen.sample_entry = size;
  } else if (size != track.seen.sample_entry) {
    track.seen.other_entries = hull(track.seen.other_entries, size);
    note_other_size(b, f);
  }
  return true;
}

template <const codec_configuration& Configuration>
constexpr bool configuration(cursor fields, const box& b, movie_draft& m, facts& f) {
  const coded_picture found = Configuration.read(fields);
  m.track.seen.codec_configuration = hull(m.track.seen.codec_configuration, found.size);
  m.track.seen.bit_depth = found.bit_depth;
  if (found.size.usable() && found.size != m.track.seen.sample_entry) {
    note_other_size(b, f);
  }
  return true;
}

/// pasp, ISO 14496-12 12.1.4.
constexpr bool pixel_aspect(cursor fields, const box&, movie_draft& m, facts&) {
  const ratio spacing{fields.u32be(), fields.u32be()};
  m.track.seen.pixel_aspect = spacing.usable() ? spacing : ratio{};
  return true;
}

/// clap, ISO 14496-12 12.1.4: width and height as fractions, then two offsets.
constexpr bool clean_aperture(cursor fields, const box&, movie_draft& m, facts&) {
  const ratio width{fields.u32be(), fields.u32be()};
  const ratio height{fields.u32be(), fields.u32be()};
  const extent stored = m.track.seen.sample_entry;
  const extent kept{width.usable() ? scaled(1, width) : 0, height.usable() ? scaled(1, height) : 0};
  if (kept.usable() && kept.width <= stored.width && kept.height <= stored.height) {
    m.track.seen.clean_aperture = kept;
  }
  return true;
}

}  // namespace preflight::boxes
