#pragma once

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

[[nodiscard]] inline rows broken_boxes() {
  using namespace mp4;
  using boxes::claimed;
  using boxes::claimed_64;
  const movie plain{.tracks = {video()}};
  const bytes& ftyp = boxes::ftyp_mp4;
  const bytes data = samples(plain);
  const bytes good = moov_first(plain);
  const bytes last = moov_last(plain);
  const std::size_t stsd = find(last, "stsd");
  bytes nested;
  for (int i = 0; i < 5000; ++i) {
    nested.u32(static_cast<std::uint64_t>(5000 - i) * 8).text(i % 2 == 0 ? "moov" : "udta");
  }
  const bytes bomb = full_box(
      "meta", 0, 0,
      full_box("hdlr", 0, 0, zeros(20)) + full_box("keys", 0, 0, bytes{}.u32(0x0FFFFFFF).u32(12).text("mdtaabcd")));
  const auto behind_ftyp = [&](const bytes& extra) { return ftyp + extra + skip(good, ftyp.size()); };
  return {
      {"mp4_ftyp_of_8_bytes", "mp4", moov_first(plain, box("ftyp")), format::mp4, hd, {"malformed"}},
      {"mp4_ftyp_without_version", "mp4", moov_first(plain, box("ftyp", text("isom"))), format::mp4, hd, {"malformed"}},
      {"mp4_without_moov", "mp4", ftyp + box("mdat", data), format::mp4, {}, {"truncated"}},
      {"mp4_of_ftyp_only", "mp4", ftyp, format::mp4, {}, {"truncated"}},
      {"mp4_cut_in_moov", "mp4", cut(last, last.size() - 10), format::mp4, hd, {"truncated"}},
      {"mp4_cut_before_sample_entry", "mp4", cut(last, stsd), format::mp4, {}, {"truncated"}},
      {"mp4_mdat_of_5_mb_with_100_bytes",
       "mp4",
       ftyp + moov(plain, good.size() - data.size()) + claimed(5'000'000, "mdat") + zeros(100),
       format::mp4,
       hd,
       {"truncated"}},
      {"mp4_cut_in_mdat", "mp4", cut(good, good.size() - 1), format::mp4, hd, {"truncated"}},
      {"mp4_box_of_size_0_in_the_middle", "mp4", behind_ftyp(claimed(0, "free")), format::mp4, {}, {"truncated"}},
      {"mp4_box_of_size_4", "mp4", behind_ftyp(claimed(4, "free")), format::mp4, {}, {"malformed"}},
      {"mp4_box_of_size_7", "mp4", behind_ftyp(claimed(7, "free")), format::mp4, {}, {"malformed"}},
      {"mp4_64_bit_size_15", "mp4", behind_ftyp(claimed_64(15, "free")), format::mp4, {}, {"malformed"}},
      {"mp4_moov_64_bit_size_15",
       "mp4",
       ftyp + claimed_64(15, "moov") + skip(good, ftyp.size()),
       format::mp4,
       {},
       {"malformed"}},
      {"mp4_64_bit_size_2_to_64",
       "mp4",
       behind_ftyp(claimed_64(0xFFFFFFFFFFFFFFFF, "free")),
       format::mp4,
       {},
       {"truncated"}},
      {"mp4_mdat_64_bit_size_2_to_64",
       "mp4",
       ftyp + moov(plain, good.size() - data.size() + 8) + claimed_64(0xFFFFFFFFFFFFFFFF, "mdat") + data,
       format::mp4,
       hd,
       {"truncated"}},
      {"mp4_two_moov", "mp4", good + moov(plain, 0), format::mp4, hd, {"malformed"}},
      {"mp4_moov_inside_mdat", "mp4", ftyp + box("mdat", moov(plain, 0)), format::mp4, {}, {"truncated"}},
      {"mp4_trak_longer_than_moov",
       "mp4",
       [&] {
         const std::size_t trak = find(good, "trak") - 4;
         return patched(good, trak, {0, 0}, {0x10, 0});
       }(),
       format::mp4,
       hd,
       {"malformed"}},
      {"mp4_box_of_size_0_in_trak",
       "mp4",
       [&] {
         const std::size_t mdia = find(good, "mdia") - 4;
         return patched(good, mdia, {0, 0, good[mdia + 2], good[mdia + 3]}, {0, 0, 0, 0});
       }(),
       format::mp4,
       {},
       {"malformed"}},
      {"mov_late_ftyp_of_jpeg_2000",
       "mov",
       box("free", zeros(9000)) + boxes::ftyp("jp2 ", "jp2 ") + box("mdat", zeros(9000)) + box("free"),
       format::mov,
       {},
       {"truncated"}},
      {"mp4_5000_boxes_deep", "mp4", ftyp + nested, format::mp4, {}, {"no-video-track"}},
      {"mp4_keys_count_2_to_28", "mp4", moov_first({.tracks = {video()}, .extra = bomb}), format::mp4, hd, {}},
      row{"mp4_trailing_zip", "mp4", good + text("PK\x03\x04").zeros(26), format::mp4, hd, {"trailing-data"}}.also(
          [](const facts& f) { return f.trailing_format == format::zip && f.trailing_bytes() == 30; }),
      {"mp4_trailing_3_bytes", "mp4", good + zeros(3), format::mp4, hd, {"trailing-data"}},
  };
}

}  // namespace crafted
