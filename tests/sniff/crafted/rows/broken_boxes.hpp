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

/// Sample tables whose counts do not fit, or would wrap around in 32 bits when multiplied by the size of an entry, and
/// tables that lead out of the file.
[[nodiscard]] inline rows broken_sample_tables() {
  using namespace mp4;
  const auto with_tables = [](const bytes& tables) {
    track t = video();
    t.sample_table = tables;
    return moov_first({.tracks = {t}});
  };
  const auto table = [](const char* type, std::uint32_t count) {
    return full_box(type, 0, 0, bytes{}.u32(count).zeros(16));
  };
  const bytes durations = full_box("stts", 0, 0, bytes{}.u32(1).u32(1).u32(1000));
  const bytes runs = durations + full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(1).u32(1));
  const bytes sizes = full_box("stsz", 0, 0, bytes{}.u32(0).u32(1).u32(100));
  const bytes offset = full_box("stco", 0, 0, bytes{}.u32(1).u32(900));
  const auto broken = [&](const char* name, const bytes& tables) {
    return row{name, "mp4", with_tables(tables), format::mp4, hd, {"malformed"}};
  };
  const auto one_run = [](std::uint32_t first_chunk, std::uint32_t count, std::uint32_t entry) {
    return full_box("stsc", 0, 0, bytes{}.u32(1).u32(first_chunk).u32(count).u32(entry));
  };
  bytes first_chunks = bytes{}.u32(600);
  bytes offsets = bytes{}.u32(600);
  bytes many_sizes = bytes{}.u32(0).u32(900);
  for (std::uint32_t i = 0; i < 600; ++i) {
    first_chunks.u32(i + 1).u32(1 + i % 2).u32(1);
    offsets.u32(900);
  }
  for (std::uint32_t i = 0; i < 900; ++i) {
    many_sizes.u32(i % 100);
  }
  const bytes fragment = fragmented(video());
  return {
      {"mp4_600_chunks_and_a_run_for_each",
       "mp4",
       with_tables(durations + full_box("stsc", 0, 0, first_chunks) + full_box("stsz", 0, 0, many_sizes) +
                   full_box("stco", 0, 0, offsets)),
       format::mp4,
       hd,
       {}},
      {"mp4_tables_good", "mp4", with_tables(runs + sizes + offset), format::mp4, hd, {}},
      {"mp4_stz2",
       "mp4",
       with_tables(runs + full_box("stz2", 0, 0, bytes{}.u32(16).u32(1).u16(100)) + offset),
       format::mp4,
       hd,
       {}},
      broken("mp4_stsz_count_wraps", runs + full_box("stsz", 0, 0, bytes{}.u32(0).u32(0x40000001).u32(100)) + offset),
      broken("mp4_stz2_count_wraps", runs + full_box("stz2", 0, 0, bytes{}.u32(16).u32(0x80000001).u16(100)) + offset),
      broken("mp4_stz2_of_5_bits", runs + full_box("stz2", 0, 0, bytes{}.u32(5).u32(1).u16(100)) + offset),
      broken("mp4_stts_count_wraps", table("stts", 0x20000000) + skip(runs, durations.size()) + sizes + offset),
      broken("mp4_sbgp_count_wraps",
             runs + sizes + offset + full_box("sbgp", 0, 0, text("roll").u32(0x20000000).zeros(16))),
      broken("mp4_stsc_count_wraps",
             durations + full_box("stsc", 0, 0, bytes{}.u32(0x15555556).u32(1).u32(1).u32(1)) + sizes + offset),
      broken("mp4_stco_count_wraps", runs + sizes + full_box("stco", 0, 0, bytes{}.u32(0x40000001).u32(900))),
      broken("mp4_co64_count_wraps", runs + sizes + full_box("co64", 0, 0, bytes{}.u32(0x20000001).u64(900))),
      broken("mp4_stsc_not_ascending",
             durations + full_box("stsc", 0, 0, bytes{}.u32(2).u32(1).u32(1).u32(1).u32(1).u32(1).u32(1)) + sizes +
                 offset),
      broken("mp4_stsc_begins_with_chunk_0", durations + one_run(0, 1, 1) + sizes + offset),
      broken("mp4_stsc_begins_with_chunk_5", durations + one_run(5, 1, 1) + sizes + offset),
      broken("mp4_stsc_without_samples", durations + one_run(1, 0, 1) + sizes + offset),
      broken("mp4_stsc_sample_entry_0", durations + one_run(1, 1, 0) + sizes + offset),
      broken("mp4_stsc_sample_entry_2", durations + one_run(1, 1, 2) + sizes + offset),
      {"mp4_stsc_ends_with_an_unused_run",
       "mp4",
       with_tables(durations + full_box("stsc", 0, 0, bytes{}.u32(2).u32(1).u32(1).u32(1).u32(2).u32(0).u32(0)) +
                   sizes + offset),
       format::mp4,
       hd,
       {}},
      broken("mp4_without_chunk_offsets", runs + sizes),
      broken("mp4_chunks_for_one_sample_of_two",
             runs + full_box("stsz", 0, 0, bytes{}.u32(0).u32(2).u32(50).u32(50)) + offset),
      broken("mp4_stsc_empty", durations + full_box("stsc", 0, 0, bytes{}.u32(0)) + sizes + offset),
      {"mp4_trun_count_wraps",
       "mp4",
       [&] {
         const std::size_t count = find(fragment, "trun") + 8;
         return patched(fragment, count, {0, 0, 0, 1}, {0x20, 0, 0, 1});
       }(),
       format::mp4,
       hd,
       {"malformed"}},
      {"mp4_sample_behind_the_end",
       "mp4",
       with_tables(runs + sizes + full_box("stco", 0, 0, bytes{}.u32(1).u32(1'000'000))),
       format::mp4,
       hd,
       {"truncated"}},
      row{"mp4_sample_at_2_to_64",
          "mp4",
          with_tables(runs + sizes + full_box("co64", 0, 0, bytes{}.u32(1).u64(0xFFFFFFFFFFFFFFFF))),
          format::mp4,
          hd,
          {"truncated"}}
          .also([](const facts& f) {
            const preflight::fault* const cut = f.faults.first(preflight::fault_kind::truncated);
            return cut != nullptr && cut->offset < f.file_size;
          }),
      {"mp4_samples_of_one_size_behind_the_end",
       "mp4",
       with_tables(durations + full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(0xFFFFFFFF).u32(1)) +
                   full_box("stsz", 0, 0, bytes{}.u32(0xFFFFFFFF).u32(0xFFFFFFFF)) + offset),
       format::mp4,
       hd,
       {"truncated"}},
  };
}

}  // namespace crafted
