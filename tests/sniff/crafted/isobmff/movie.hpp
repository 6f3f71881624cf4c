#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sniff/crafted/bytes.hpp"
#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/track.hpp"

namespace crafted::mp4 {

struct movie {
  std::vector<track> tracks = {};
  std::uint8_t version = 0;  ///< of mvhd
  std::uint32_t timescale = 1000;
  std::uint64_t duration = 1000;
  bytes extra = {};  ///< more boxes in moov: udta, meta, mvex
  mp4::matrix matrix = identity;
};

[[nodiscard]] inline bytes mvhd(const movie& m) {
  bytes out = times(m.version, m.timescale, m.duration).u32(one).u16(0x0100).zeros(10);
  for (const std::uint32_t element : m.matrix) {
    out.u32(element);
  }
  return full_box("mvhd", m.version, 0, out.zeros(24).u32(m.tracks.size() + 1));
}

/// `data` is where the samples of the first track begin; those of the others follow.
[[nodiscard]] inline bytes moov(const movie& m, std::uint64_t data) {
  bytes inside = mvhd(m);
  for (const track& track : m.tracks) {
    inside.add(trak(track, data, m.duration));
    for (const bytes& sample : track.samples) {
      data += sample.size();
    }
  }
  return box("moov", inside + m.extra);
}

[[nodiscard]] inline bytes samples(const movie& m) {
  bytes all;
  for (const track& track : m.tracks) {
    for (const bytes& sample : track.samples) {
      all.add(sample);
    }
  }
  return all;
}

/// `front`, then moov, then mdat: what a web page wants.
[[nodiscard]] inline bytes moov_first(const movie& m, const bytes& front = boxes::ftyp_mp4) {
  const std::uint64_t data = front.size() + moov(m, 0).size() + 8;
  return front + moov(m, data) + box("mdat", samples(m));
}

/// `front`, then mdat, then moov: what a camera writes.
[[nodiscard]] inline bytes moov_last(const movie& m, const bytes& front = boxes::ftyp_mp4) {
  return front + box("mdat", samples(m)) + moov(m, front.size() + 8);
}

/// An edit list of one edit (ISO 14496-12, 8.6.6).
[[nodiscard]] inline bytes edit_list(std::uint32_t duration, std::uint32_t media_time) {
  return box("edts", full_box("elst", 0, 0, bytes{}.u32(1).u32(duration).u32(media_time).u16(1).u16(0)));
}

/// A movie whose samples lie in one fragment (ISO 14496-12, 8.8): moov says nothing of them, nor of the duration.
[[nodiscard]] inline bytes fragmented(track t, std::uint64_t duration = 0, bool with_samples = true) {
  const std::vector<bytes> samples = t.samples;
  t.samples.clear();
  t.duration = duration;
  const bytes trex = full_box("trex", 0, 0, bytes{}.u32(t.id).u32(1).u32(0).u32(0).u32(0));
  bytes start =
      boxes::ftyp("iso5", "iso5iso6mp41") + moov({.tracks = {t}, .duration = duration, .extra = box("mvex", trex)}, 0);
  if (!with_samples) {
    return start;
  }
  bytes data;
  bytes run = bytes{}.u32(samples.size()).u32(0);
  for (const bytes& sample : samples) {
    run.u32(1000).u32(sample.size());
    data.add(sample);
  }
  const auto fragment = [&](const bytes& trun) {
    return box("moof",
               full_box("mfhd", 0, 0, bytes{}.u32(1)) +
                   box("traf", full_box("tfhd", 0, 0x020000, bytes{}.u32(t.id)) +
                                   full_box("tfdt", 0, 0, bytes{}.u32(0)) + full_box("trun", 0, 0x000301, trun)));
  };
  const std::size_t data_offset = fragment(run).size() + 8;
  const bytes moof = fragment(patched(run, 4, bytes{}.u32(0), bytes{}.u32(data_offset)));
  return start + moof + box("mdat", data);
}

/// QuickTime user data: a text with its own size and language.
[[nodiscard]] inline bytes udta_xyz(std::string_view position) {
  const bytes name{0xA9, 'x', 'y', 'z'};
  bytes item = bytes{}.u32(12 + position.size()).add(name).u16(position.size()).u16(0x15C7).text(position);
  return box("udta", item);
}

/// 3GPP location information (TS 26.244, 8.12): 16.16 degrees.
[[nodiscard]] inline bytes udta_loci() {
  return box("udta",
             full_box("loci", 0, 0, bytes{}.u16(0x15C7).u8(0).u8(0).u32(13U << 16).u32(52U << 16).u32(0).u8(0).u8(0)));
}

/// Metadata by key, as phones write it (QuickTime file format, "Metadata"). QuickTime's meta has no version and flags.
[[nodiscard]] inline bytes meta_keys(std::string_view key, std::string_view value, bool quicktime) {
  const bytes hdlr = full_box("hdlr", 0, 0, bytes{}.u32(0).text("mdta").zeros(13));
  const bytes keys = full_box("keys", 0, 0, bytes{}.u32(1).u32(8 + key.size()).text("mdta").text(key));
  const bytes data = box("data", bytes{}.u32(1).u32(0).text(value));
  const bytes ilst = box("ilst", bytes{}.u32(8 + data.size()).u32(1).add(data));
  return quicktime ? box("meta", hdlr + keys + ilst) : full_box("meta", 0, 0, hdlr + keys + ilst);
}

}  // namespace crafted::mp4
