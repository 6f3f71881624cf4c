#pragma once

#include <utility>

#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// One video track and one sound track, the latter to be stepped over.
[[nodiscard]] inline bytes video_file(const mp4::track& t) { return mp4::moov_first({.tracks = {t, mp4::sound()}}); }

/// Where a side is odd, 4:4:4: only so can it be cut out of whole macroblocks.
[[nodiscard]] inline bool is_odd(extent size) { return size.width % 2 != 0 || size.height % 2 != 0; }
[[nodiscard]] inline mp4::track video_of(extent size) {
  return is_odd(size) ? mp4::video({size.width, size.height, 244, 3}) : mp4::video({size.width, size.height});
}

[[nodiscard]] inline row sized(const char* name, extent size, rule_ids rules) {
  if (is_odd(size)) {
    rules.push_back("video-pixel-format-uncommon");
  }
  return {name, "mp4", video_file(video_of(size)), format::mp4, size, std::move(rules)};
}

[[nodiscard]] inline rows video_size_limits() {
  return {
      sized("mp4_479x360", {479, 360}, {"video-too-small"}),
      sized("mp4_480x359", {480, 359}, {"video-too-small"}),
      sized("mp4_480x360", {480, 360}, {}),
      sized("mp4_1920x1080", full_hd, {}),
      sized("mp4_1921x1080", {1921, 1080}, {"video-too-large"}),
      sized("mp4_1920x1081", {1920, 1081}, {"video-too-large"}),
      sized("mp4_1080x1920", {1080, 1920}, {"video-too-large"}),
      sized("mp4_360x480", {360, 480}, {"video-too-small"}),
  };
}

[[nodiscard]] inline row rotated_row(const char* name, extent size, const mp4::matrix& matrix, extent shown,
                                     rule_ids rules) {
  mp4::track t = mp4::video({size.width, size.height});
  t.matrix = matrix;
  return row{name, "mp4", video_file(t), format::mp4, size, std::move(rules)}.shown(shown);
}

/// Turned by the movie header, on top of what the track header does.
[[nodiscard]] inline row turned_movie(const char* name, extent size, const mp4::matrix& movie, const mp4::matrix& track,
                                      extent shown, rule_ids rules) {
  mp4::track t = mp4::video({size.width, size.height});
  t.matrix = track;
  const bytes file = mp4::moov_first({.tracks = {t, mp4::sound()}, .matrix = movie});
  return row{name, "mp4", file, format::mp4, size, std::move(rules)}.shown(shown);
}

[[nodiscard]] inline rows turned_videos() {
  using namespace mp4;
  rows all{
      rotated_row("mp4_rotated_90", full_hd, clockwise_90, {1080, 1920}, {"video-too-large", "video-rotated"}),
      rotated_row("mp4_rotated_90_small", vga, clockwise_90, {480, 640}, {"video-rotated"}),
      rotated_row("mp4_rotated_180", full_hd, clockwise_180, full_hd, {"video-rotated"}),
      rotated_row("mp4_rotated_270", vga, clockwise_270, {480, 640}, {"video-rotated"}),
      rotated_row("mp4_mirrored", full_hd, mirrored, full_hd, {"video-rotated"}),
      rotated_row("mp4_mirrored_90", vga, mirrored_90, {480, 640}, {"video-rotated"}),
      rotated_row("mp4_sheared", full_hd, sheared, full_hd, {"video-rotated"}),
      rotated_row("mp4_matrix_of_zeros", full_hd, all_zero, full_hd, {"video-rotated"}),
      rotated_row("mp4_matrix_without_height", full_hd, without_height, full_hd, {"video-rotated"}),
      rotated_row("mp4_doubled", full_hd, doubled, full_hd, {"video-rotated"}),
      rotated_row("mp4_halved_90", vga, halved_90, {480, 640}, {"video-rotated"}),
      turned_movie("mp4_movie_rotated_90", full_hd, clockwise_90, identity, {1080, 1920},
                   {"video-too-large", "video-rotated"}),
      turned_movie("mp4_movie_rotated_back", full_hd, clockwise_270, clockwise_90, full_hd, {}),
      turned_movie("mp4_movie_and_track_rotated_90", full_hd, clockwise_90, clockwise_90, full_hd, {"video-rotated"}),
      turned_movie("mp4_movie_mirrored_and_track_rotated_90", vga, mirrored, clockwise_90, {480, 640},
                   {"video-rotated"}),
      turned_movie("mp4_movie_matrix_of_zeros", full_hd, all_zero, identity, full_hd, {"video-rotated"}),
      rotated_row("mp4_rotated_90_480x360", {480, 360}, clockwise_90, {360, 480}, {"video-too-small", "video-rotated"}),
  };
  all[0].also([](const facts& f) { return f.tracks[0].matrix.rotation == 90 && !f.tracks[0].matrix.mirrored; });
  all[3].also([](const facts& f) { return f.tracks[0].matrix.rotation == 270; });
  all[5].also([](const facts& f) { return f.tracks[0].matrix.rotation == 90 && f.tracks[0].matrix.mirrored; });
  for (row& row : all) {
    if (row.name == "mp4_matrix_of_zeros" || row.name == "mp4_matrix_without_height") {
      row.also([](const facts& f) { return f.tracks[0].matrix.degenerate && !f.tracks[0].matrix.scaled; });
    } else if (row.name == "mp4_doubled" || row.name == "mp4_halved_90") {
      row.also([](const facts& f) { return f.tracks[0].matrix.scaled && !f.tracks[0].matrix.mirrored; });
    } else if (row.name == "mp4_movie_and_track_rotated_90") {
      row.also([](const facts& f) { return f.tracks[0].matrix.rotation == 180; });
    } else if (row.name == "mp4_movie_mirrored_and_track_rotated_90") {
      // Turned clockwise and then mirrored: the same as mirrored and then turned the other way.
      row.also([](const facts& f) { return f.tracks[0].matrix.mirrored && f.tracks[0].matrix.rotation == 270; });
    }
  }
  return all;
}

/// Sample entry, track header and codec configuration that contradict each other, or only seem to.
[[nodiscard]] inline rows video_size_claims() {
  using namespace mp4;
  track small_header = video({3840, 2160});
  small_header.shown_width = 640;
  small_header.shown_height = 480;
  track small_entry = video({640, 480});
  small_entry.entry = visual_entry("avc1", 640, 480, box("avcC", avc::configuration({3840, 2160})));
  track later_entry = video({640, 480});
  later_entry.entry = avc_entry({640, 480}) + avc_entry({3840, 2160});
  later_entry.entries = 2;
  const auto two_entries = [](extent header, const bytes& entry, const bytes& later) {
    track t = video({header.width, header.height});
    t.entry = entry + later;
    t.entries = 2;
    return video_file(t);
  };
  const avc::sps oblong{3840, 1080};
  const avc::sps padded{1920, 1088};
  track second = video({3840, 2160});
  second.id = 3;
  track wide = video({1440, 1080});
  wide.entry = avc_entry({1440, 1080}, pasp(4, 3));
  wide.shown_width = 1920;
  track too_wide = video({1920, 1080});
  too_wide.entry = avc_entry({1920, 1080}, pasp(4, 3));
  too_wide.shown_width = 2560;
  track no_pixel = video({1280, 720});
  no_pixel.entry = avc_entry({1280, 720}, pasp(0, 0));
  track cropped = video({1920, 1088});
  cropped.entry = avc_entry({1920, 1088}, clap(1920, 1080));
  cropped.shown_height = 1080;
  track unspecified = video({1280, 720});
  unspecified.shown_width = unspecified.shown_height = 0;
  track rotated = video({3840, 2160});
  rotated.matrix = clockwise_90;
  track fields = video({1920, 1080, 100, 1, 8, true, true, 0});
  return {
      {"mp4_track_header_smaller",
       "mp4",
       video_file(small_header),
       format::mp4,
       {3840, 2160},
       {"dimensions-disagree", "video-too-large"}},
      {"mp4_sps_larger", "mp4", video_file(small_entry), format::mp4, vga, {"dimensions-disagree", "video-too-large"}},
      row{"mp4_second_sample_entry_larger",
          "mp4",
          video_file(later_entry),
          format::mp4,
          vga,
          {"dimensions-disagree", "video-too-large"}}
          .also([](const facts& f) {
            return f.tracks[0].other_entries == extent{3840, 2160} && f.tracks[0].codec_configuration == vga &&
                   f.other_size_offset > 0;
          }),
      row{"mp4_later_entry_with_narrow_pixels",
          "mp4",
          two_entries({3840, 1080}, avc_entry(oblong), avc_entry(oblong, pasp(1, 2))),
          format::mp4,
          {3840, 1080},
          {"video-too-large"}}
          .also([](const facts& f) { return f.tracks[0].pixel_aspect == preflight::ratio{}; }),
      row{"mp4_later_entry_with_wide_pixels",
          "mp4",
          two_entries(full_hd, avc_entry({1920, 1080}), avc_entry({1920, 1080}, pasp(2, 1))),
          format::mp4,
          full_hd,
          {"video-too-large"}}
          .also([](const facts& f) {
            return f.tracks[0].other_entries_shown == extent{3840, 1080};
          }),
      row{"mp4_later_entry_with_clean_aperture",
          "mp4",
          two_entries({1920, 1088}, avc_entry(padded), avc_entry(padded, clap(1920, 1080))),
          format::mp4,
          {1920, 1088},
          {"video-too-large"}},
      row{"mp4_two_video_tracks",
          "mp4",
          moov_first({.tracks = {video({640, 480}), second}}),
          format::mp4,
          vga,
          {"video-too-large"}}
          .also([](const facts& f) { return f.video_tracks == 2; }),
      row{"mp4_pixel_aspect_4_3", "mp4", video_file(wide), format::mp4, {1440, 1080}}.shown(full_hd),
      row{"mp4_pixel_aspect_too_wide", "mp4", video_file(too_wide), format::mp4, full_hd, {"video-too-large"}}.shown(
          {2560, 1080}),
      {"mp4_pixel_aspect_0_0", "mp4", video_file(no_pixel), format::mp4, hd, {}},
      row{"mp4_clean_aperture", "mp4", video_file(cropped), format::mp4, {1920, 1088}}.shown(full_hd),
      {"mp4_track_header_0x0", "mp4", video_file(unspecified), format::mp4, hd, {}},
      row{"mp4_rotated_2160p",
          "mp4",
          video_file(rotated),
          format::mp4,
          {3840, 2160},
          {"video-rotated", "video-too-large"}}
          .shown({2160, 3840}),
      row{"mp4_1080_interlaced", "mp4", video_file(fields), format::mp4, full_hd}.also(
          [](const facts& f) { return f.tracks[0].codec_configuration == full_hd; }),
  };
}

/// Every way an H.264 or H.265 sequence parameter set can write a size.
[[nodiscard]] inline rows codec_configurations() {
  using namespace mp4;
  const auto entry_row = [](const char* name, const bytes& entry, extent size, const rule_ids& rules,
                            bool (*also)(const facts&)) {
    return row{name, "mp4", video_file(other_video(entry, size.width, size.height)), format::mp4, size, rules}.also(
        also);
  };
  const auto agrees = [](const facts& f) { return f.tracks[0].codec_configuration == f.tracks[0].sample_entry; };
  const auto ten_bits = [](const facts& f) {
    return f.tracks[0].codec_configuration == f.tracks[0].sample_entry && f.bit_depth == 10;
  };
  const auto not_read = [](const facts& f) { return f.tracks[0].codec_configuration == extent{}; };
  const auto encrypted = [](const facts& f) { return f.tracks[0].encrypted != 0; };
  const rule_ids uncommon{"video-pixel-format-uncommon"};
  track bare = other_video({}, 1280, 720);
  track protected_later = video({1280, 720});
  protected_later.entry = avc_entry({1280, 720}) + visual_entry("encv", 1280, 720);
  protected_later.entries = 2;
  return {
      entry_row("mp4_avc_baseline", avc_entry({1918, 1078, 66, 1}), {1918, 1078}, {}, agrees),
      entry_row("mp4_avc_high_scaling_lists", avc_entry({1918, 1078, 100, 1, 8, false, true}), {1918, 1078}, {},
                agrees),
      entry_row("mp4_avc_high_10", avc_entry({1918, 1078, 110, 1, 10}), {1918, 1078}, uncommon, ten_bits),
      entry_row("mp4_avc_high_4_2_2", avc_entry({1918, 1079, 122, 2, 10}), {1918, 1079}, uncommon, ten_bits),
      entry_row("mp4_avc_grey", avc_entry({1919, 1079, 100, 0}), {1919, 1079}, uncommon, agrees),
      entry_row("mp4_avc_4_4_4_scaling_lists", avc_entry({1919, 1079, 244, 3, 8, false, true}), {1919, 1079}, uncommon,
                agrees),
      entry_row("mp4_avc_order_count_1", avc_entry({1280, 720, 66, 1, 8, false, false, 1}), hd, {}, agrees),
      entry_row("mp4_avc3", visual_entry("avc3", 1280, 720, box("avcC", avc::configuration({}))), hd, {}, agrees),
      entry_row("mp4_hevc", hevc_entry({1918, 1078, 1, 10, 3}), {1918, 1078},
                {"video-codec-uncommon", "video-pixel-format-uncommon"}, ten_bits),
      entry_row("mp4_hevc_4_4_4", hevc_entry({1919, 1079, 3}, "hev1"), {1919, 1079},
                {"video-codec-uncommon", "video-pixel-format-uncommon"}, agrees),
      entry_row("mp4_av1", visual_entry("av01", 1280, 720), hd, {"video-codec-uncommon"}, not_read),
      entry_row("mov_prores_in_mp4", visual_entry("apcn", 1280, 720), hd, {"video-codec-uncommon"}, not_read),
      entry_row("mp4_encv", visual_entry("encv", 1280, 720), hd, {"video-encrypted"}, encrypted),
      entry_row("mov_drmi", visual_entry("drmi", 1280, 720), hd, {"video-encrypted"}, encrypted),
      entry_row("mp4_avc_protected", visual_entry("avc1", 1280, 720, box("avcC", avc::configuration({})) + box("sinf")),
                hd, {"video-encrypted"}, encrypted),
      row{"mp4_later_entry_encrypted", "mp4", video_file(protected_later), format::mp4, hd, {"video-encrypted"}}.also(
          encrypted),
      row{"mp4_sample_entry_0x0",
          "mp4",
          video_file(other_video(visual_entry("avc1", 0, 0, box("avcC", avc::configuration({}))), 0, 0)),
          format::mp4,
          {},
          {"dimensions-missing"}}
          .shown(hd),
      {"mp4_without_sample_entry", "mp4", video_file(bare), format::mp4, {}, {"dimensions-missing"}},
  };
}

}  // namespace crafted
