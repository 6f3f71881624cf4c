#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sniff/crafted/bytes.hpp"
#include "sniff/crafted/isobmff/avc.hpp"
#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/hevc.hpp"

namespace crafted::mp4 {

using boxes::box;
using boxes::full_box;

/// The matrix of a track header (ISO 14496-12, 8.3.2) in the order a b u c d v x y w.
using matrix = std::array<std::uint32_t, 9>;
inline constexpr std::uint32_t one = 0x10000, minus_one = 0xFFFF0000, w = 0x40000000;
inline constexpr matrix identity{one, 0, 0, 0, one, 0, 0, 0, w};
inline constexpr matrix clockwise_90{0, one, 0, minus_one, 0, 0, 0, 0, w};
inline constexpr matrix clockwise_180{minus_one, 0, 0, 0, minus_one, 0, 0, 0, w};
inline constexpr matrix clockwise_270{0, minus_one, 0, one, 0, 0, 0, 0, w};
inline constexpr matrix mirrored{minus_one, 0, 0, 0, one, 0, 0, 0, w};
inline constexpr matrix mirrored_90{0, minus_one, 0, minus_one, 0, 0, 0, 0, w};
inline constexpr matrix sheared{one, one / 2, 0, 0, one, 0, 0, 0, w};
inline constexpr matrix all_zero{};
inline constexpr matrix doubled{2 * one, 0, 0, 0, 2 * one, 0, 0, 0, w};
inline constexpr matrix halved_90{0, one / 2, 0, 0xFFFF8000, 0, 0, 0, 0, w};
inline constexpr matrix without_height{one, 0, 0, 0, 0, 0, 0, 0, w};

[[nodiscard]] inline bytes visual_entry(std::string_view codec, std::uint32_t width, std::uint32_t height,
                                        const bytes& children = {}) {
  bytes out = zeros(6).u16(1).zeros(16).u16(width).u16(height).u32(0x00480000).u32(0x00480000).u32(0).u16(1);
  return box(codec, out.zeros(32).u16(24).u16(0xFFFF).add(children));
}

[[nodiscard]] inline bytes avc_entry(const avc::sps& s, const bytes& children = {}) {
  return visual_entry("avc1", s.width, s.height, box("avcC", avc::configuration(s)) + children);
}

[[nodiscard]] inline bytes hevc_entry(const hevc::sps& s, std::string_view codec = "hvc1") {
  return visual_entry(codec, s.width, s.height, box("hvcC", hevc::configuration(s)));
}

[[nodiscard]] inline bytes pasp(std::uint32_t horizontal, std::uint32_t vertical) {
  return box("pasp", bytes{}.u32(horizontal).u32(vertical));
}

/// A clean aperture in the middle of the picture (ISO 14496-12, 12.1.4).
[[nodiscard]] inline bytes clap(std::uint32_t width, std::uint32_t height) {
  return box("clap", bytes{}.u32(width).u32(1).u32(height).u32(1).u32(0).u32(1).u32(0).u32(1));
}

/// An AAC-LC entry, 44.1 kHz, two channels.
[[nodiscard]] inline bytes sound_entry() {
  const bytes specific{5, 2, 0x12, 0x10};
  const bytes decoder = bytes{4}.u8(13 + specific.size()).u8(0x40).u8(0x15).u24(0).u32(0).u32(0).add(specific);
  const bytes descriptor = bytes{3}.u8(3 + decoder.size() + 3).u16(1).u8(0).add(decoder).add({6, 1, 2});
  return box("mp4a",
             zeros(6).u16(1).zeros(8).u16(2).u16(16).u32(0).u32(44100U << 16).add(full_box("esds", 0, 0, descriptor)));
}

inline const bytes in_this_file = full_box("url ", 0, 1);
/// A reference to another file: as a URL (ISO 14496-12, 8.7.2), or as a QuickTime alias.
inline const bytes in_another_file = full_box("url ", 0, 0, text("http://127.0.0.1:18999/other.mov").u8(0));
inline const bytes through_an_alias = full_box("alis", 0, 0, zeros(150));

struct track {
  std::uint32_t id = 1;
  std::string_view handler = "vide";
  bytes entry = {};                 ///< the sample entry; empty: stsd has none
  std::vector<bytes> samples = {};  ///< all in one chunk
  std::uint32_t shown_width = 0;    ///< tkhd, whole pixels
  std::uint32_t shown_height = 0;
  mp4::matrix matrix = identity;
  std::uint8_t version = 0;  ///< of tkhd and mdhd
  std::uint32_t timescale = 1000;
  std::uint64_t duration = 1000;
  std::uint32_t flags = 7;  ///< of tkhd: enabled, in the movie, in the preview
  bytes data_reference = in_this_file;
  bytes extra = {};           ///< more boxes in trak: edts, udta
  bool long_offsets = false;  ///< co64 for stco
  bytes sample_table = {};    ///< in place of stts, stsc, stsz and stco
  std::uint32_t entries = 1;  ///< how many `entry` holds
};

[[nodiscard]] inline track video(const avc::sps& s = {}) {
  return {.entry = avc_entry(s), .samples = {avc::key_frame(s)}, .shown_width = s.width, .shown_height = s.height};
}

/// A track of any codec, with a sample that is none.
[[nodiscard]] inline track other_video(const bytes& entry, std::uint32_t width, std::uint32_t height) {
  return {.entry = entry, .samples = {zeros(16)}, .shown_width = width, .shown_height = height};
}

[[nodiscard]] inline track sound() {
  return {.id = 2,
          .handler = "soun",
          .entry = sound_entry(),
          .samples = {{0x21, 0x10, 0x04, 0x60, 0x8C, 0x1C}},
          .timescale = 44100,
          .duration = 1024};
}

[[nodiscard]] inline bytes times(std::uint8_t version, std::uint32_t timescale, std::uint64_t duration) {
  bytes out;
  return version == 1 ? out.zeros(16).u32(timescale).u64(duration) : out.zeros(8).u32(timescale).u32(duration);
}

[[nodiscard]] inline bytes tkhd(const track& t, std::uint64_t movie_duration) {
  bytes out;
  out.zeros(t.version == 1 ? 16 : 8).u32(t.id).u32(0);
  t.version == 1 ? out.u64(movie_duration) : out.u32(movie_duration);
  out.zeros(8).u16(0).u16(0).u16(t.handler == "soun" ? 0x0100 : 0).u16(0);
  for (const std::uint32_t element : t.matrix) {
    out.u32(element);
  }
  return full_box("tkhd", t.version, t.flags, out.u32(t.shown_width << 16).u32(t.shown_height << 16));
}

[[nodiscard]] inline bytes sample_boxes(const track& t, std::uint64_t chunk) {
  const auto count = t.samples.size();
  bytes sizes = bytes{}.u32(0).u32(count);
  for (const bytes& sample : t.samples) {
    sizes.u32(sample.size());
  }
  if (count == 0) {
    return full_box("stts", 0, 0, bytes{}.u32(0)) + full_box("stsc", 0, 0, bytes{}.u32(0)) +
           full_box("stsz", 0, 0, sizes) + full_box("stco", 0, 0, bytes{}.u32(0));
  }
  return full_box("stts", 0, 0, bytes{}.u32(1).u32(count).u32(t.duration / count)) +
         full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(count).u32(1)) + full_box("stsz", 0, 0, sizes) +
         (t.long_offsets ? full_box("co64", 0, 0, bytes{}.u32(1).u64(chunk))
                         : full_box("stco", 0, 0, bytes{}.u32(1).u32(chunk)));
}

/// `chunk` is where the track's samples begin.
[[nodiscard]] inline bytes trak(const track& t, std::uint64_t chunk, std::uint64_t movie_duration) {
  const bytes stsd = full_box("stsd", 0, 0, bytes{}.u32(t.entry.empty() ? 0 : t.entries).add(t.entry));
  const bytes stbl = box("stbl", stsd + (t.sample_table.empty() ? sample_boxes(t, chunk) : t.sample_table));
  const bytes media_header = t.handler == "soun" ? full_box("smhd", 0, 0, zeros(4)) : full_box("vmhd", 0, 1, zeros(8));
  const bytes dinf = box("dinf", full_box("dref", 0, 0, bytes{}.u32(1).add(t.data_reference)));
  const bytes mdhd = full_box("mdhd", t.version, 0, times(t.version, t.timescale, t.duration).u16(0x55C4).u16(0));
  const bytes hdlr = full_box("hdlr", 0, 0, bytes{}.u32(0).text(t.handler).zeros(12).text("made").u8(0));
  return box("trak",
             tkhd(t, movie_duration) + t.extra + box("mdia", mdhd + hdlr + box("minf", media_header + dinf + stbl)));
}

}  // namespace crafted::mp4
