#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/sniff/isobmff/box.hpp>

namespace preflight::detail::boxes {

constexpr void note_position(const box& b, facts& f) {
  f.location = location_source::user_data;
  f.location_offset = b.offset;
}

/// ©xyz: a size, a language and the position as text (QuickTime); loci (3GPP TS 26.244, 8.12). Either says something
/// only if there are bytes after the header.
constexpr bool position(byte_cursor fields, const box& b, movie_builder&, facts& f) {
  if (fields.left() > 4) {
    note_position(b, f);
  }
  return true;
}

/// ©xyz in an ilst: a data box with a type and a locale in front of the text.
constexpr bool position_item(byte_cursor fields, const box& b, movie_builder& m, facts& f) {
  constexpr std::uint32_t prefix = 8 + 4 + 4;
  return fields.left() > prefix ? position(fields, b, m, f) : true;
}

/// An entry of a QuickTime `keys` atom has the shape of a box: size, namespace 'mdta', and its name as payload.
constexpr bool metadata_key(byte_cursor fields, const box& b, movie_builder& m, facts& f) {
  byte_cursor name = fields;
  return name.take("com.apple.quicktime.location.ISO6709") ? position(fields, b, m, f) : true;
}

/// The same with the namespace 'udta': the name is the type that user data would have.
constexpr bool user_data_key(byte_cursor fields, const box& b, movie_builder&, facts& f) {
  if (fields.take("\xA9xyz")) {
    note_position(b, f);
  }
  return true;
}

/// XMP_ in QuickTime's user data (XMP specification, part 3, 1.1.4.1).
constexpr bool xmp_packet(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  m.xmp = {fields.position(), b.end};
  return true;
}

/// uuid with Adobe's identifier of XMP in MP4 (XMP specification, part 3, 1.1.4.2).
constexpr bool extended_type(byte_cursor fields, const box& b, movie_builder& m, facts& f) {
  constexpr std::string_view xmp_type = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
  return fields.take(xmp_type) ? xmp_packet(fields, b, m, f) : true;
}

/// Sample entries of tracks that record where a camera was, beside much else: GoPro's, Google's Camera Motion Metadata
/// and DJI's.
constexpr bool is_telemetry(std::uint32_t entry) {
  return entry == fourcc("gpmd") || entry == fourcc("camm") || entry == fourcc("djmd");
}

/// Timed metadata of QuickTime (mebx) names what it holds, where it does: a track about faces tells no place.
constexpr bool may_hold_position(byte_cursor entry, bool is_whole) {
  byte_cursor keys = entry;
  byte_cursor place = entry;
  return !is_whole || !keys.seek("keys") || place.seek("location");
}

/// A sample entry of a track that is not shown.
constexpr void telemetry_entry(byte_cursor fields, const box& b, facts& f) {
  const bool is_whole = fields.left() == b.end - b.payload;
  if (is_telemetry(b.type) || (b.type == fourcc("mebx") && may_hold_position(fields, is_whole))) {
    f.location = location_source::telemetry;
    f.location_offset = b.offset;
  }
}

}  // namespace preflight::detail::boxes
