#pragma once

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// MP4 and QuickTime files that play, in every arrangement people send.
[[nodiscard]] inline rows good_movies() {
  using namespace mp4;
  using boxes::claimed;
  const movie plain{.tracks = {video(), sound()}};
  const bytes data = samples(plain);
  const auto moov_behind = [&](const bytes& front) { return front + data + moov(plain, front.size()); };
  const bytes wide = boxes::ftyp_mov + box("wide") + bytes{}.u32(data.size() + 8).text("mdat");
  const bytes large = boxes::ftyp_mp4 + bytes{}.u32(1).text("mdat").u64(data.size() + 16);
  const bytes pnot = box("pnot", zeros(12)) + bytes{}.u32(data.size() + 8).text("mdat");
  const bytes old = bytes{}.u32(data.size() + 8).text("mdat");
  const bytes front = boxes::ftyp_mp4 + moov(plain, 0);
  const bytes to_end = boxes::ftyp_mp4 + moov(plain, front.size() + 8) + claimed(0, "mdat") + data;
  track long_offsets = video();
  long_offsets.long_offsets = true;
  track version_1 = video();
  version_1.version = 1;
  version_1.duration = 0x200000000;
  track edited = video();
  edited.extra = edit_list(900, 100);
  track endless = video();
  endless.duration = 0xFFFFFFFF;
  const auto unknown_duration = [](const facts& f) { return f.timescale == 0 || f.duration == 0; };
  return {
      row{"mp4_moov_first", "mp4", moov_first(plain), format::mp4, hd}.also([](const facts& f) {
        return f.video_tracks == 1 && f.audio_tracks == 1 && f.duration == 1000 && f.timescale == 1000;
      }),
      {"mp4_moov_last", "mp4", moov_last(plain), format::mp4, hd, {}},
      {"mp4_mdat_to_the_end", "mp4", to_end, format::mp4, hd, {}},
      {"mp4_mdat_64_bit_size", "mp4", moov_behind(large), format::mp4, hd, {}},
      {"mp4_long_chunk_offsets", "mp4", moov_first({.tracks = {long_offsets}}), format::mp4, hd, {}},
      row{"mp4_version_1_headers", "mp4", moov_first({.tracks = {version_1}, .version = 1, .duration = 0x200000000}),
          format::mp4, hd}
          .also([](const facts& f) { return f.duration == 0x200000000; }),
      {"mp4_edit_list", "mp4", moov_first({.tracks = {edited}}), format::mp4, hd, {}},
      {"mp4_timescale_0", "mp4", moov_first({.tracks = {video()}, .timescale = 0}), format::mp4, hd, {}},
      row{"mp4_duration_all_ones", "mp4", moov_first({.tracks = {endless}, .duration = 0xFFFFFFFF}), format::mp4, hd}
          .also(unknown_duration),
      row{"mp4_fragmented_without_duration", "mp4", fragmented(video()), format::mp4, hd}.also([](const facts& f) {
        return f.duration == 0 && f.length() == preflight::media_time{1000, 1000};
      }),
      {"mp4_uuid_first", "mp4", moov_first(plain, boxes::ftyp_mp4 + boxes::uuid(zeros(5000))), format::mp4, hd, {}},
      {"mp4_major_isom_compatible_qt", "mp4", moov_first(plain, boxes::ftyp("isom", "qt  ")), format::mp4, hd, {}},
      {"mp4_m4v",
       "m4v",
       moov_first(plain, boxes::ftyp("M4V ", "M4V mp42isom")),
       format::mp4,
       hd,
       {"extension-uncommon"}},
      {"mov_moov_first", "mov", moov_first(plain, boxes::ftyp_mov), format::mov, hd, {}},
      {"mov_wide", "mov", moov_behind(wide), format::mov, hd, {}},
      {"mov_without_ftyp", "mov", moov_first(plain, {}), format::mov, hd, {}},
      {"mov_mdat_first", "mov", moov_behind(old), format::mov, hd, {}},
      {"mov_pnot", "mov", moov_behind(pnot), format::mov, hd, {}},
      {"mov_free_first", "mov", moov_first(plain, box("free", zeros(24))), format::mov, hd, {}},
      {"mov_skip_first", "mov", moov_first(plain, box("skip", zeros(24))), format::mov, hd, {}},
      {"mov_user_data_ends_with_zeros",
       "mov",
       moov_first({.tracks = {video()}, .extra = box("udta", zeros(4))}, boxes::ftyp_mov),
       format::mov,
       hd,
       {}},
  };
}

/// Files that are what they say, and no use as they are.
[[nodiscard]] inline rows unusable_movies() {
  using namespace mp4;
  const bytes cover = box("covr", box("data", bytes{}.u32(13).u32(0).add({0xFF, 0xD8, 0xFF, 0xE0})));
  const bytes art = box("udta", full_box("meta", 0, 0, full_box("hdlr", 0, 0, zeros(20)) + box("ilst", cover)));
  track elsewhere = video();
  elsewhere.data_reference = in_another_file;
  track alias = video();
  alias.data_reference = through_an_alias;
  track text_track = sound();
  text_track.handler = "text";
  track chapter_pictures = other_video(visual_entry("jpeg", 0, 0), 0, 0);
  chapter_pictures.id = 3;
  chapter_pictures.matrix = clockwise_90;
  track with_chapters = video();
  with_chapters.extra = box("tref", box("chap", bytes{}.u32(3)));
  chapter_pictures.samples = {zeros(16)};
  track spoken = sound();
  spoken.extra = with_chapters.extra;
  movie nine;
  for (std::uint32_t id = 1; id <= 9; ++id) {
    nine.tracks.push_back(video());
    nine.tracks.back().id = id;
  }
  const bytes compressed = box("moov", box("cmov", box("dcom", text("zlib")) + box("cmvd", zeros(40))));
  return {
      row{"mp4_audio_only", "mp4", moov_first({.tracks = {sound()}}), format::mp4, {}, {"no-video-track"}}.also(
          [](const facts& f) { return f.video_tracks == 0 && f.audio_tracks == 1; }),
      {"mp4_audio_with_cover_art",
       "mp4",
       moov_first({.tracks = {sound()}, .extra = art}),
       format::mp4,
       {},
       {"no-video-track"}},
      row{"mov_chapter_pictures_without_size",
          "mov",
          moov_first({.tracks = {with_chapters, chapter_pictures}}, boxes::ftyp_mov),
          format::mov,
          hd,
          {}}
          .also([](const facts& f) { return f.video_tracks == 1 && f.orientation_offset == 0; }),
      {"mp4_sound_with_chapter_pictures",
       "mp4",
       moov_first({.tracks = {spoken, chapter_pictures}}),
       format::mp4,
       {},
       {"no-video-track"}},
      {"mp4_no_tracks", "mp4", moov_first({}), format::mp4, {}, {"no-video-track"}},
      {"mov_text_track_only",
       "mov",
       moov_first({.tracks = {text_track}}, boxes::ftyp_mov),
       format::mov,
       {},
       {"no-video-track"}},
      {"mov_compressed_movie",
       "mov",
       boxes::ftyp_mov + compressed + box("mdat", zeros(64)),
       format::mov,
       {},
       {"dimensions-missing"}},
      {"mov_media_in_another_file",
       "mov",
       moov_first({.tracks = {elsewhere}}, boxes::ftyp_mov),
       format::mov,
       hd,
       {"external-media"}},
      {"mov_media_through_an_alias",
       "mov",
       moov_first({.tracks = {alias}}, boxes::ftyp_mov),
       format::mov,
       hd,
       {"external-media"}},
      {"mp4_nine_video_tracks", "mp4", moov_first(nine), format::mp4, hd, {"over-budget"}},
      {"mp4_initialization_segment", "mp4", fragmented(video(), 0, false), format::mp4, hd, {"truncated"}},
      {"m4a_named",
       "mp4",
       moov_first({.tracks = {sound()}}, boxes::ftyp("M4A ", "M4A mp42isom")),
       format::m4a,
       {},
       {"format-not-accepted", "extension-mismatch"}},
      {"m4a_with_video",
       "mp4",
       moov_first({.tracks = {video()}}, boxes::ftyp("M4A ", "M4A mp42isom")),
       format::mp4,
       hd,
       {}},
      {"3gp",
       "3gp",
       moov_first({.tracks = {video()}}, boxes::ftyp("3gp5", "3gp5isom")),
       format::threegp,
       hd,
       {"format-not-accepted"}},
  };
}

}  // namespace crafted
