#pragma once

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// How long a movie with fragments is.
[[nodiscard]] inline rows fragmented_movies() {
  using namespace mp4;
  const auto trex = [](std::uint32_t id, std::uint32_t duration) {
    return full_box("trex", 0, 0, bytes{}.u32(id).u32(1).u32(duration).u32(0).u32(0));
  };
  const auto traf = [](const bytes& tfhd, const bytes& runs) { return box("traf", tfhd + runs); };
  const auto tfhd = [](std::uint32_t id) { return full_box("tfhd", 0, 0x020000, bytes{}.u32(id)); };
  const auto moof = [](const bytes& trafs) { return box("moof", full_box("mfhd", 0, 0, bytes{}.u32(1)) + trafs); };
  const bytes run_of_two = full_box("trun", 0, 0x100, bytes{}.u32(2).u32(500).u32(250));
  const bytes run_with_sizes = full_box(
      "trun", 1, 0xF05, bytes{}.u32(2).u32(0).u32(0).u32(500).u32(1).u32(0).u32(0).u32(250).u32(1).u32(0).u32(0));
  const bytes run_without_durations = full_box("trun", 0, 0, bytes{}.u32(3));
  track t = video();
  t.samples.clear();
  t.duration = 0;
  track silent = sound();
  silent.samples.clear();
  const auto movie_row = [&](const char* name, const bytes& extends, const bytes& fragments,
                             bool (*holds)(const facts&)) {
    const bytes head = moov({.tracks = {t, silent}, .duration = 0, .extra = box("mvex", extends)}, 0);
    return row{name, "mp4", boxes::ftyp_mp4 + head + fragments + box("mdat", zeros(6)), format::mp4, hd, {}}.also(
        holds);
  };
  const bytes own_default = full_box("tfhd", 0, 0x02000B, bytes{}.u32(1).u64(0).u32(1).u32(40));
  const bytes index = full_box("sidx", 0, 0,
                               bytes{}
                                   .u32(1)
                                   .u32(1000)
                                   .u32(0)
                                   .u32(0)
                                   .u16(0)
                                   .u16(3)
                                   .u32(10)
                                   .u32(1500)
                                   .u32(0)
                                   .u32(0x8000000A)
                                   .u32(9000)
                                   .u32(0)
                                   .u32(10)
                                   .u32(500)
                                   .u32(0));
  const auto begun = [&](const char* name, const bytes& fragments, bool (*holds)(const facts&)) {
    const movie first{.tracks = {video(), sound()}, .duration = 1000, .extra = box("mvex", trex(1, 250))};
    return row{name, "mp4", moov_first(first) + fragments, format::mp4, hd, {}}.also(holds);
  };
  track secret = other_video(visual_entry("encv", 1280, 720), 1280, 720);
  return {
      movie_row("mp4_two_fragments", trex(1, 0) + trex(2, 0),
                moof(traf(tfhd(1), run_of_two)) + moof(traf(tfhd(1), run_with_sizes)),
                [](const facts& f) {
                  return f.length() == preflight::media_time{1500, 1000} && f.tracks[0].samples == 4 &&
                         f.tracks[0].length == preflight::media_time{1500, 1000};
                }),
      movie_row("mp4_fragments_of_default_durations", trex(1, 100) + trex(2, 7),
                moof(traf(tfhd(1), run_without_durations) + traf(tfhd(2), run_without_durations)) +
                    moof(traf(own_default, run_without_durations)),
                [](const facts& f) {
                  return f.length() == preflight::media_time{420, 1000} && f.audio_tracks == 1;
                }),
      movie_row("mp4_fragments_that_only_sidx_measures", trex(1, 0), index + moof(traf(tfhd(1), run_without_durations)),
                [](const facts& f) {
                  return f.length() == preflight::media_time{2000, 1000};
                }),
      movie_row("mp4_fragments_and_a_sidx_that_says_another_length", trex(1, 0),
                index + moof(traf(tfhd(1), run_of_two)),
                [](const facts& f) {
                  return f.length() == preflight::media_time{750, 1000};
                }),
      movie_row("mp4_fragments_of_an_unknown_track", trex(1, 0),
                moof(traf(tfhd(9), run_of_two)) + moof(traf(tfhd(1), run_of_two)),
                [](const facts& f) {
                  return f.length() == preflight::media_time{750, 1000};
                }),
      begun("mp4_first_samples_in_moov_and_more_in_a_fragment", moof(traf(tfhd(1), run_without_durations)),
            [](const facts& f) {
              return f.length() == preflight::media_time{1750, 1000} && f.tracks[0].samples == 4;
            }),
      begun("mp4_first_samples_in_moov_and_more_in_two_fragments",
            moof(traf(tfhd(1), run_of_two)) + moof(traf(tfhd(1), run_without_durations)),
            [](const facts& f) {
              return f.length() == preflight::media_time{2500, 1000} && f.tracks[0].samples == 6;
            }),
      begun("mp4_first_samples_in_moov_and_only_sound_in_a_fragment", moof(traf(tfhd(2), run_of_two)),
            [](const facts& f) {
              return f.length() == preflight::media_time{1000, 1000} && f.tracks[0].samples == 1;
            }),
      begun("mp4_first_samples_in_moov_and_an_index_of_more", index + moof(traf(own_default, run_without_durations)),
            [](const facts& f) {
              return f.length() == preflight::media_time{1120, 1000} && f.tracks[0].samples == 4;
            }),
      begun("mp4_first_samples_in_moov_and_two_runs_of_one_fragment", moof(traf(tfhd(1), run_of_two + run_with_sizes)),
            [](const facts& f) {
              return f.length() == preflight::media_time{2500, 1000} && f.tracks[0].samples == 5;
            }),
      row{"mp4_encrypted_in_fragments", "mp4", fragmented(secret), format::mp4, hd, {"video-encrypted"}}.also(
          [](const facts& f) { return f.encrypted(); }),
  };
}

}  // namespace crafted
