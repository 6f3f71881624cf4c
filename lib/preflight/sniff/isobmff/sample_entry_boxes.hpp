#pragma once

#include <algorithm>
#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/codecs/avc.hpp>
#include <preflight/sniff/isobmff/codecs/codec_configuration.hpp>
#include <preflight/sniff/isobmff/codecs/hevc.hpp>
#include <preflight/sniff/isobmff/metadata_boxes.hpp>

namespace preflight::detail::boxes {

/// Bytes of a visual sample entry before its own boxes (ISO 14496-12, 12.1.3).
inline constexpr std::uint32_t visual_entry_fields = 78;
/// Bytes of any sample entry that are looked at: the names of timed metadata stand after its fields.
inline constexpr std::uint32_t entry_reach = 512;

constexpr void note_other_size(const box& b, facts& f) {
  f.other_size_offset = f.other_size_offset == 0 ? b.offset : f.other_size_offset;
}

/// What is known of an entry after the first one, once its own boxes are over. Sizes and shapes of the first one stand
/// for the track; those of others are only kept as what the track may come to show, too.
constexpr void keep_later_entry(track_builder& track) {
  video_track& video = track.video;
  const extent size = track.later_entry;
  if (size != extent{} && (size != video.sample_entry || track.later_aspect != video.pixel_aspect)) {
    video.other_entries = hull(video.other_entries, size);
    video.other_entries_shown = hull(video.other_entries_shown, {scaled(size.width, track.later_aspect), size.height});
  }
  track.later_entry = {};
  track.later_aspect = {};
}

/// Of several sample entries, or of one and its codec configuration, any that is more than standard counts.
constexpr void note_range(track_builder& track, dynamic_range range) {
  track.video.range = std::max(track.video.range, range);
}

/// colr, ISO 14496-12 12.1.5: code points in 'nclx', and in QuickTime's 'nclc'. What else there is are ICC profiles.
constexpr bool colour_information(byte_cursor fields, const box&, movie_builder& m, facts&) {
  const std::uint32_t type = fields.u32be();
  fields.skip(2);
  const std::uint16_t transfer = fields.u16be();
  if (!fields.exhausted() && (type == fourcc("nclx") || type == fourcc("nclc"))) {
    note_range(m.track, dynamic_range_of(transfer));
  }
  return true;
}

/// dvcC, dvvC and dvwC: Dolby Vision Streams Within the ISO Base Media File Format, 3.2.
constexpr bool dolby_vision(byte_cursor, const box&, movie_builder& m, facts&) {
  m.track.video.dolby_vision = true;
  return true;
}

constexpr bool is_dolby_vision(std::uint32_t entry) {
  return entry == fourcc("dvh1") || entry == fourcc("dvhe") || entry == fourcc("dva1") || entry == fourcc("dvav") ||
         entry == fourcc("dav1");
}

/// An entry whose codec is read here is of no use without a record that a decoder can be set up with.
constexpr void check_configuration(track_builder& track) {
  for (const codec_configuration* const codec : {&codecs::avc_configuration, &codecs::hevc_configuration}) {
    if (codec->belongs_to(track.entry_type) && !track.has_configuration) {
      fault reason = codec->missing;
      reason.offset = track.latest_entry_offset;
      track.note_problem(reason);
    }
  }
  track.has_configuration = false;
}

constexpr void finish_entry(track_builder& track) {
  keep_later_entry(track);
  check_configuration(track);
}

constexpr void note_encryption(track_builder& track) {
  track.video.encrypted = track.video.encrypted == 0 ? track.entry_type : track.video.encrypted;
}

constexpr bool sample_entry(byte_cursor fields, const box& b, movie_builder& m, facts& f) {
  track_builder& track = m.track;
  if (!track.is_video()) {
    telemetry_entry(fields, b, f);
    return true;
  }
  if (track.entries > 0) {
    finish_entry(track);
  }
  ++track.entries;
  track.entry_type = b.type;
  track.latest_entry_offset = b.offset;
  if (b.type == fourcc("encv") || b.type == fourcc("drmi")) {
    note_encryption(track);
  }
  track.video.dolby_vision = track.video.dolby_vision || is_dolby_vision(b.type);
  fields.skip(24);
  const extent size{fields.u16be(), fields.u16be()};
  if (fields.exhausted()) {
    return false;
  }
  if (!track.has_entry) {
    track.has_entry = true;
    track.entry_offset = b.offset;
    track.video.codec = b.type;
    track.video.sample_entry = size;
    return true;
  }
  track.later_entry = size;
  if (size != track.video.sample_entry) {
    note_other_size(b, f);
  }
  return true;
}

template <const codec_configuration& Configuration>
constexpr bool configuration(byte_cursor fields, const box& b, movie_builder& m, facts& f) {
  const bool whole = fields.left() == b.end - b.payload;
  const codec_record record = Configuration.read(fields);
  const coded_picture& picture = record.picture;
  track_builder& track = m.track;
  note_range(track, picture.range);
  const bool has_sets = record.sets.sequence && record.sets.picture;
  track.has_configuration =
      track.has_configuration || !whole ||
      (record.sets.known_version && (has_sets || Configuration.allows_sets_in_samples(track.entry_type)));
  if (picture.size.usable() && picture.size != track.video.sample_entry) {
    note_other_size(b, f);
  }
  if (track.entries == 1) {
    track.video.codec_configuration = hull(track.video.codec_configuration, picture.size);
    track.video.pixels = picture.pixels;
  } else if (!is_padding_of(picture.size, track.later_entry)) {
    track.later_entry = hull(track.later_entry, picture.size);
  }
  return true;
}

/// sinf, ISO 14496-12 8.12.1: a scheme protects the samples, whatever the entry is called.
constexpr bool protection_scheme(byte_cursor, const box&, movie_builder& m, facts&) {
  note_encryption(m.track);
  return true;
}

/// pasp, ISO 14496-12 12.1.4.
constexpr bool pixel_aspect(byte_cursor fields, const box&, movie_builder& m, facts&) {
  const ratio spacing{fields.u32be(), fields.u32be()};
  (m.track.entries == 1 ? m.track.video.pixel_aspect : m.track.later_aspect) = spacing.usable() ? spacing : ratio{};
  return true;
}

/// clap, ISO 14496-12 12.1.4: width and height as fractions, then two offsets.
constexpr bool clean_aperture(byte_cursor fields, const box&, movie_builder& m, facts&) {
  const ratio width{fields.u32be(), fields.u32be()};
  const ratio height{fields.u32be(), fields.u32be()};
  const extent stored = m.track.video.sample_entry;
  const extent aperture{width.usable() ? scaled(1, width) : 0, height.usable() ? scaled(1, height) : 0};
  if (m.track.entries == 1 && aperture.usable() && aperture.width <= stored.width && aperture.height <= stored.height) {
    m.track.video.clean_aperture = aperture;
  }
  return true;
}

}  // namespace preflight::detail::boxes
