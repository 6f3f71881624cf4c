#pragma once

#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

/// Tracks that players leave out where there are others, each with a fault that would count if it were shown.
[[nodiscard]] inline rows hidden_tracks() {
  using namespace mp4;
  const auto second = [](const avc::sps& s = {160, 90}) {
    track t = video(s);
    t.id = 2;
    return t;
  };
  const auto movie_row = [](const char* name, const std::vector<track>& tracks, extent size, const rule_ids& rules) {
    return row{name, "mp4", moov_first({.tracks = tracks}), format::mp4, size, rules};
  };
  const auto refers = [&](const char* type, const track& t) {
    track result = t;
    result.extra = box("tref", box(type, bytes{}.u32(1)));
    return result;
  };
  const auto off = [](track t) {
    t.flags = 6;
    return t;
  };
  const auto empty = [](track t) {
    t.samples.clear();
    return t;
  };
  track unusable = other_video(visual_entry("avc1", 0, 0), 0, 0);
  unusable.id = 2;
  unusable.timescale = 0;
  track turned = second({1280, 720});
  turned.matrix = clockwise_90;
  track secret = second();
  secret.entry = visual_entry("encv", 160, 90);
  const auto one_track = [](const facts& f) {
    return f.video_tracks == 1 && f.tracks[0].id == 1 && f.orientation_offset == 0 && !f.encrypted();
  };
  track version_1 = video();
  version_1.version = 1;
  track flagless = video();
  flagless.flags = 0;
  const rule_ids small{"video-too-small"};
  return {
      movie_row("mp4_small_track_switched_off", {video(), off(second())}, hd, {}).also(one_track),
      movie_row("mp4_small_first_track_switched_off", {off(second()), video()}, hd, {}).also(one_track),
      movie_row("mp4_small_track_switched_on", {video(), second()}, hd, small),
      movie_row("mp4_thumbnail_track", {video(), refers("thmb", second())}, hd, {}).also(one_track),
      movie_row("mp4_depth_track", {video(), refers("vdep", second())}, hd, {}).also(one_track),
      movie_row("mp4_auxiliary_track", {video(), refers("auxl", turned)}, hd, {}).also(one_track),
      movie_row("mp4_track_that_is_synchronized", {video(), refers("sync", second())}, hd, small),
      movie_row("mp4_empty_track", {video(), empty(second())}, hd, {}).also(one_track),
      movie_row("mp4_unusable_track_switched_off", {video(), off(unusable)}, hd, {}).also(one_track),
      movie_row("mp4_encrypted_track_switched_off", {video(), off(secret)}, hd, {}).also(one_track),
      movie_row("mp4_only_track_switched_off", {off(video())}, hd, {"video-disabled"}),
      movie_row("mp4_only_video_of_version_1_switched_off", {off(version_1)}, hd, {"video-disabled"}),
      movie_row("mp4_only_video_switched_off_beside_sound", {off(video()), sound()}, hd, {"video-disabled"}),
      movie_row("mp4_only_track_of_no_flags", {flagless}, hd, {"video-disabled"}),
      {"mov_only_track_switched_off",
       "mov",
       moov_last({.tracks = {off(video())}}, boxes::ftyp_mov),
       format::mov,
       hd,
       {"video-disabled"}},
      movie_row("mp4_both_tracks_switched_off", {off(video()), off(second())}, hd,
                {"video-disabled", "video-too-small"}),
      movie_row("mp4_only_track_is_a_thumbnail", {refers("thmb", second())}, {160, 90}, small),
      movie_row("mp4_empty_track_on_and_full_track_off", {empty(second()), off(video())}, hd, {"video-disabled"}),
      movie_row("mp4_empty_tracks_alone", {empty(video()), empty(second())}, hd, {"truncated", "video-too-small"}),
  };
}

}  // namespace crafted
