#pragma once

#include <cstdint>
#include <initializer_list>

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

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
    offsets.u32(15'000);
  }
  for (std::uint32_t i = 0; i < 900; ++i) {
    many_sizes.u32(i % 100);
  }
  const bytes fragment = fragmented(video());
  const bytes durations_of_900 = full_box("stts", 0, 0, bytes{}.u32(1).u32(900).u32(1));
  return {
      {"mp4_600_chunks_and_a_run_for_each",
       "mp4",
       with_tables(durations_of_900 + full_box("stsc", 0, 0, first_chunks) + full_box("stsz", 0, 0, many_sizes) +
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
       with_tables(full_box("stts", 0, 0, bytes{}.u32(1).u32(0xFFFFFFFF).u32(1)) +
                   full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(0xFFFFFFFF).u32(1)) +
                   full_box("stsz", 0, 0, bytes{}.u32(0xFFFFFFFF).u32(0xFFFFFFFF)) + offset),
       format::mp4,
       hd,
       {"truncated"}},
  };
}

/// A movie of five samples of 16 bytes in two chunks, and the tables that describe it, each of which a test can
/// replace.
struct described_samples {
  bytes times = mp4::full_box("stts", 0, 0, bytes{}.u32(2).u32(3).u32(40).u32(2).u32(40));
  bytes sync = mp4::full_box("stss", 0, 0, bytes{}.u32(2).u32(1).u32(4));
  bytes runs = mp4::full_box("stsc", 0, 0, bytes{}.u32(2).u32(1).u32(3).u32(1).u32(2).u32(2).u32(1));
  bytes sizes = mp4::full_box("stsz", 0, 0, bytes{}.u32(16).u32(5));
  std::uint32_t first_chunk = 0;  ///< offset from the beginning of the media data
  std::uint32_t second_chunk = 48;
  std::uint32_t timescale = 1000;

  [[nodiscard]] bytes tables(std::uint64_t data) const {
    return times + sync + runs + sizes +
           mp4::full_box("stco", 0, 0, bytes{}.u32(2).u32(data + first_chunk).u32(data + second_chunk));
  }
  [[nodiscard]] bytes moov(std::uint64_t data) const {
    mp4::track t = mp4::video();
    t.samples.clear();
    t.timescale = timescale;
    t.sample_table = tables(data);
    return mp4::moov({.tracks = {t}}, 0);
  }
  [[nodiscard]] bytes moov_first(const bytes& between = {}, const bytes& behind = {}) const {
    const std::uint64_t data = boxes::ftyp_mp4.size() + moov(0).size() + between.size() + 8;
    return boxes::ftyp_mp4 + moov(data) + between + boxes::box("mdat", zeros(80)) + behind;
  }
  [[nodiscard]] bytes moov_last(const bytes& between = {}) const {
    return boxes::ftyp_mp4 + boxes::box("mdat", zeros(80)) + between + moov(boxes::ftyp_mp4.size() + 8);
  }
};

/// Tables that contradict each other, or that name places where no samples can be.
[[nodiscard]] inline rows disagreeing_sample_tables() {
  using namespace mp4;
  const auto table = [](const char* type, std::initializer_list<std::uint32_t> values) {
    bytes out;
    for (const std::uint32_t value : values) {
      out.u32(value);
    }
    return full_box(type, 0, 0, out);
  };
  const auto movie_row = [](const char* name, const bytes& file, const rule_ids& rules) {
    return row{name, "mp4", file, format::mp4, hd, rules};
  };
  const auto changed = [&](const char* name, const rule_ids& rules, auto change) {
    described_samples samples;
    change(samples);
    return movie_row(name, samples.moov_first(), rules);
  };
  const rule_ids broken{"malformed"};
  const bytes space = box("free", zeros(80));
  const described_samples good;
  const auto moved = [](std::int32_t first, std::int32_t second) {
    described_samples samples;
    samples.first_chunk = static_cast<std::uint32_t>(first);
    samples.second_chunk = static_cast<std::uint32_t>(second);
    return samples;
  };
  // The first sample of each pair is in the high bits: 15, 15, 15 bytes in one chunk, 1 and 2 in the other.
  const auto packed = [](std::uint32_t second) {
    described_samples samples;
    samples.sizes = full_box("stz2", 0, 0, bytes{}.u32(4).u32(5).u8(0xFF).u8(0xF1).u8(0x20));
    samples.second_chunk = second;
    return samples;
  };
  track silent = sound();
  silent.timescale = 0;
  track timeless = video();
  timeless.timescale = 0;
  track timeless_version_1 = timeless;
  timeless_version_1.version = 1;
  track timeless_second = timeless;
  timeless_second.id = 2;
  return {
      movie_row("mp4_five_samples_in_two_chunks", good.moov_first(), {}),
      movie_row("mp4_free_box_between_moov_and_mdat", good.moov_first(space), {}),
      movie_row("mp4_free_box_behind_mdat", good.moov_first({}, space), {}),
      movie_row("mp4_free_box_between_mdat_and_moov", good.moov_last(space), {}),
      changed("mp4_stz2_of_4_bits_to_the_end", {}, [&](described_samples& s) { s = packed(77); }),
      changed("mp4_stz2_of_4_bits_one_byte_short", {"truncated"}, [&](described_samples& s) { s = packed(78); }),
      movie_row("mp4_two_mdat", good.moov_first(space, box("mdat", zeros(80))), {}),
      movie_row("mp4_chunks_in_two_mdat_behind_moov", moved(0, 176).moov_first({}, space + box("mdat", zeros(80))), {}),
      movie_row("mp4_chunks_in_two_mdat_in_front_of_moov", moved(0, 176).moov_last(space + box("mdat", zeros(80))), {}),
      changed("mp4_stts_of_4_samples_of_5", broken,
              [&](described_samples& s) {
                s.times = table("stts", {1, 4, 40});
              }),
      changed("mp4_stts_of_6_samples_of_5", broken,
              [&](described_samples& s) {
                s.times = table("stts", {2, 3, 40, 3, 40});
              }),
      changed("mp4_stts_of_2_to_32_samples_more", broken,
              [&](described_samples& s) {
                s.times = table("stts", {3, 0xFFFFFFFF, 1, 1, 1, 5, 1});
              }),
      changed("mp4_without_stts", broken, [](described_samples& s) { s.times = {}; }),
      changed("mp4_without_stsc", broken, [](described_samples& s) { s.runs = {}; }),
      changed("mp4_without_stss", {}, [](described_samples& s) { s.sync = {}; }),
      changed("mp4_stss_of_the_last_sample", {},
              [&](described_samples& s) {
                s.sync = table("stss", {2, 1, 5});
              }),
      changed("mp4_stss_beyond_the_last_sample", broken,
              [&](described_samples& s) {
                s.sync = table("stss", {2, 1, 6});
              }),
      changed("mp4_stss_not_ascending", broken,
              [&](described_samples& s) {
                s.sync = table("stss", {2, 4, 1});
              }),
      changed("mp4_stss_with_a_sample_twice", broken,
              [&](described_samples& s) {
                s.sync = table("stss", {2, 4, 4});
              }),
      changed("mp4_stss_of_sample_0", broken,
              [&](described_samples& s) {
                s.sync = table("stss", {2, 0, 4});
              }),
      changed("mp4_stsc_of_6_samples_of_5", broken,
              [&](described_samples& s) {
                s.runs = table("stsc", {1, 1, 3, 1});
              }),
      changed("mp4_stsc_of_5_samples_in_one_chunk_of_two", broken,
              [&](described_samples& s) {
                s.runs = table("stsc", {1, 1, 5, 1});
              }),
      changed("mp4_stsz_of_4_samples_of_5", broken,
              [&](described_samples& s) {
                s.sizes = table("stsz", {16, 4});
              }),
      changed("mp4_stsz_of_6_samples_of_5", broken,
              [&](described_samples& s) {
                s.sizes = table("stsz", {16, 6});
              }),
      changed("mp4_media_timescale_0", broken, [](described_samples& s) { s.timescale = 0; }),
      movie_row("mp4_sound_timescale_0", mp4::moov_first({.tracks = {video(), silent}}), broken),
      movie_row("mp4_media_timescale_0_of_version_1", mp4::moov_first({.tracks = {timeless_version_1}}), broken),
      movie_row("mp4_second_video_timescale_0", mp4::moov_first({.tracks = {video(), timeless_second}}), broken),
      movie_row("mp4_media_timescale_0_behind_mdat", mp4::moov_last({.tracks = {timeless}}), broken),
      movie_row("mp4_fragmented_timescale_0", fragmented(timeless), broken),
      movie_row("mp4_chunk_in_moov_in_front_of_mdat", moved(-40, 48).moov_first(), broken),
      movie_row("mp4_chunk_in_moov_behind_mdat", moved(0, 200).moov_last(), broken),
      movie_row("mp4_chunk_in_ftyp", moved(-40, 48).moov_last(), broken),
      movie_row("mp4_chunk_in_free_box_in_front_of_mdat", moved(-60, 48).moov_first(space), broken),
      movie_row("mp4_chunk_in_free_box_behind_mdat", moved(0, 90).moov_first({}, space), broken),
      movie_row("mp4_chunk_in_free_box_in_front_of_moov", moved(0, 100).moov_last(space), broken),
      movie_row("mp4_chunk_in_free_box_between_two_mdat", moved(0, 100).moov_last(space + box("mdat", zeros(80))),
                broken),
      movie_row("mp4_chunk_in_the_header_of_the_second_mdat", moved(0, 170).moov_last(space + box("mdat", zeros(80))),
                broken),
      movie_row("mp4_chunk_ends_behind_the_first_of_two_mdat", moved(0, 70).moov_last(space + box("mdat", zeros(80))),
                broken),
      movie_row("mp4_chunk_in_the_header_of_mdat", moved(-8, 48).moov_first(), broken),
      movie_row("mp4_chunk_ends_behind_mdat", moved(0, 49).moov_first({}, space), broken),
  };
}

}  // namespace crafted
