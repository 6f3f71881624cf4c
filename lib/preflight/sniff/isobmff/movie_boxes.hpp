#pragma once

#include <cstdint>
#include <limits>

#include <preflight/sniff/isobmff/box.hpp>

namespace preflight::detail::boxes {

/// version, flags, then creation and modification time, which are not needed. True for the 64-bit version.
constexpr bool long_version(byte_cursor& fields) {
  const bool is_long = fields.u8() == 1;
  fields.skip(3 + (is_long ? 16U : 8U));
  return is_long;
}

/// A duration field; all ones says "not known" (ISO 14496-12, 8.2.2.3), and so does 0, which fragmented files write.
constexpr std::uint64_t duration(byte_cursor& fields, bool is_long) {
  const std::uint64_t value = is_long ? fields.u64be() : fields.u32be();
  const std::uint64_t unknown = is_long ? std::numeric_limits<std::uint64_t>::max() : 0xFFFFFFFFU;
  return value == unknown ? 0 : value;
}

/// The part of a matrix that turns, mirrors, shears and scales; where the picture is moved to is not asked.
constexpr linear_map matrix(byte_cursor& fields) {
  linear_map map;
  map.a = fields.i32be();
  map.b = fields.i32be();
  fields.skip(4);
  map.c = fields.i32be();
  map.d = fields.i32be();
  return map;
}

/// mvhd, ISO 14496-12 8.2.2.
constexpr bool movie_header(byte_cursor fields, const box&, movie_builder& m, facts& f) {
  const bool is_long = long_version(fields);
  m.timescale = fields.u32be();
  const std::uint64_t length = duration(fields, is_long);
  if (!fields.exhausted() && length > 0) {
    f.timescale = m.timescale;
    f.duration = length;
  }
  const bool whole = !fields.exhausted();
  fields.skip(4 + 2 + 2 + 8);  // rate, volume, reserved
  const std::uint64_t matrix_offset = fields.position();
  const linear_map map = matrix(fields);
  if (!fields.exhausted()) {
    m.matrix = map;
    m.matrix_offset = matrix_offset;
  }
  return whole;
}

/// mehd, ISO 14496-12 8.8.2: the duration of a fragmented movie, in the timescale of the movie header.
constexpr bool movie_extends_header(byte_cursor fields, const box&, movie_builder& m, facts& f) {
  const bool is_long = fields.u8() == 1;
  fields.skip(3);
  const std::uint64_t length = duration(fields, is_long);
  if (!fields.exhausted() && length > 0 && m.timescale > 0) {
    f.timescale = m.timescale;
    f.duration = length;
    m.has_fragments_elsewhere = false;
  }
  return true;
}

/// A compressed movie resource (QuickTime File Format, "Compressed movie resources") hides every track.
constexpr bool compressed_movie(byte_cursor, const box& b, movie_builder&, facts& f) {
  f.faults.add({fault_kind::no_dimensions, "the movie header is compressed (cmov), which upload services do not read",
                "QTFF, compressed movie resources", b.offset});
  return true;
}

}  // namespace preflight::detail::boxes
