#pragma once

#include <cstdint>

#include <preflight/sniff/isobmff/box.hpp>

namespace preflight::detail::boxes {

/// `count` entries of entry_bits bits fit between here and the end of the box. Divides: the product could wrap.
constexpr bool fits(const byte_cursor& fields, const box& b, std::uint32_t count, unsigned entry_bits) {
  return count <= (b.end - fields.position()) * 8 / entry_bits;
}

/// version, flags, entry count, then entries: ctts.
template <unsigned EntryBits>
constexpr bool sized_table(byte_cursor fields, const box& b, movie_builder&, facts&) {
  fields.skip(4);
  const std::uint32_t count = fields.u32be();
  return !fields.exhausted() && fits(fields, b, count, EntryBits);
}

/// stts, stss, stsc, stco and co64 (ISO 14496-12, 8.6.1.2, 8.6.2, 8.7.4 and 8.7.5).
template <unsigned EntryBits, entry_table track_builder::*Into>
constexpr bool stored_table(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  fields.skip(4);
  const std::uint32_t count = fields.u32be();
  m.track.*Into = {fields.position(), count, EntryBits};
  if (fields.exhausted() || !fits(fields, b, count, EntryBits)) {
    m.track.*Into = {};
    return false;
  }
  return true;
}

/// stsz, ISO 14496-12 8.7.3.2.
constexpr bool sample_sizes(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  fields.skip(4);
  m.track.one_size = fields.u32be();
  const std::uint32_t count = fields.u32be();
  m.track.sizes = {fields.position(), count, 32};
  if (fields.exhausted() || (m.track.one_size == 0 && !fits(fields, b, count, 32))) {
    m.track.sizes = {};
    return false;
  }
  return true;
}

/// stz2, ISO 14496-12 8.7.3.3: sizes of 4, 8 or 16 bits.
constexpr bool compact_sample_sizes(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  fields.skip(7);
  const std::uint8_t bits = fields.u8();
  const std::uint32_t count = fields.u32be();
  if (fields.exhausted() || (bits != 4 && bits != 8 && bits != 16) || !fits(fields, b, count, bits)) {
    return false;
  }
  m.track.one_size = 0;
  m.track.sizes = {fields.position(), count, bits};
  return true;
}

/// sbgp, ISO 14496-12 8.9.2.
constexpr bool sample_to_group(byte_cursor fields, const box& b, movie_builder&, facts&) {
  const bool has_parameter = fields.u8() == 1;
  fields.skip(3 + 4 + (has_parameter ? 4U : 0U));
  const std::uint32_t count = fields.u32be();
  return !fields.exhausted() && fits(fields, b, count, 64);
}

}  // namespace preflight::detail::boxes
