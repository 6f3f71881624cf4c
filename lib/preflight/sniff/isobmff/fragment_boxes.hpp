#pragma once

#include <cstdint>

#include <preflight/sniff/isobmff/box.hpp>
#include <preflight/sniff/isobmff/tables/sample_table_boxes.hpp>

namespace preflight::detail::boxes {

/// trex, ISO 14496-12 8.8.3: what the samples of a track are like in every fragment that says nothing else.
constexpr bool track_extends(byte_cursor fields, const box&, movie_builder& m, facts&) {
  fields.skip(4);
  const std::uint32_t id = fields.u32be();
  fields.skip(4);
  m.totals.of(id).default_duration = fields.u32be();
  return !fields.exhausted();
}

/// tfhd, ISO 14496-12 8.8.7.
constexpr bool track_fragment_header(byte_cursor fields, const box&, movie_builder& m, facts&) {
  const std::uint32_t flags = fields.u32be() & 0xFFFFFFU;
  m.fragment.track = fields.u32be();
  m.fragment.default_duration = m.totals.of(m.fragment.track).default_duration;
  fields.skip(((flags & 1U) != 0 ? 8U : 0U) + ((flags & 2U) != 0 ? 4U : 0U));
  if ((flags & 8U) != 0) {
    m.fragment.default_duration = fields.u32be();
  }
  return !fields.exhausted();
}

/// trun, ISO 14496-12 8.8.8: the flags say which of four fields every entry has. Durations come first.
constexpr bool track_run(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  constexpr std::uint32_t has_durations = 0x100;
  const std::uint32_t flags = fields.u32be() & 0xFFFFFFU;
  const std::uint32_t count = fields.u32be();
  fields.skip(((flags & 1U) != 0 ? 4U : 0U) + ((flags & 4U) != 0 ? 4U : 0U));
  std::uint8_t entry_bits = 0;
  for (const std::uint32_t field : {has_durations, 0x200U, 0x400U, 0x800U}) {
    entry_bits = static_cast<std::uint8_t>(entry_bits + ((flags & field) != 0 ? 32 : 0));
  }
  m.fragment.entries = {};
  if (fields.exhausted() || (entry_bits != 0 && !fits(fields, b, count, entry_bits))) {
    return false;
  }
  track_total& total = m.totals.of(m.fragment.track);
  if ((flags & has_durations) != 0) {
    m.fragment.entries = {fields.position(), count, entry_bits};
  } else {
    total.add(count, std::uint64_t{count} * m.fragment.default_duration);
  }
  return true;
}

/// sidx, ISO 14496-12 8.16.3. Every index of the same track counts: one may refer to others.
constexpr bool segment_index(byte_cursor fields, const box& b, movie_builder& m, facts&) {
  const bool is_long = fields.u8() == 1;
  fields.skip(3 + 4);
  const std::uint32_t timescale = fields.u32be();
  fields.skip((is_long ? 16U : 8U) + 2);
  const std::uint16_t count = fields.u16be();
  m.fragment.entries = {};
  if (fields.exhausted() || !fits(fields, b, count, 96)) {
    return false;
  }
  if (timescale > 0 && (!m.indexed.known() || m.indexed.timescale == timescale)) {
    m.indexed.timescale = timescale;
    m.fragment.entries = {fields.position(), count, 96};
  }
  return true;
}

}  // namespace preflight::detail::boxes
