#pragma once

#include "rule_case.hpp"

namespace preflight::test {

/// Bytes, and the pixels of videos.
inline rule_cases size_cases() {
  const destination* const profile = &destinations::zoom_picture;
  const auto changed = [](extent size, auto change) {
    return with(video(size), [&](facts& f) { change(f.tracks[0]); });
  };
  const auto two_videos = [](extent first, extent second) {
    return with(video(first), [&](facts& f) {
      f.tracks[1] = h264_track(3, second);
      f.video_tracks = 2;
    });
  };
  return {
      {.rule = "file-too-large",
       .outcome = expected::firing,
       .name = "one byte above 15 MiB",
       .file = sized(video(), 15'728'641)},
      {.rule = "file-too-large",
       .outcome = expected::firing,
       .name = "one byte above 2 MiB",
       .file = sized(jpeg({400, 400}), 2'097'153),
       .where = profile},
      {.rule = "file-too-large", .outcome = expected::firing, .name = "a PNG", .file = sized(png(), 31'515'801)},
      {.rule = "file-too-large", .outcome = expected::firing, .name = "a GIF", .file = sized(gif(), 20'000'000)},
      {.rule = "file-too-large",
       .outcome = expected::firing,
       .name = "a format that is not accepted either",
       .file = sized(named_only(format::webp), 20'000'000),
       .also = {"format-not-accepted"}},
      {.rule = "file-too-large", .outcome = expected::silent, .name = "20,000 bytes", .file = png()},
      {.rule = "file-too-large",
       .outcome = expected::silent,
       .name = "no limit",
       .file = sized(png(), 20'000'000'000),
       .where = &anything},
      {.rule = "file-too-large",
       .outcome = expected::boundary,
       .name = "exactly 15 MiB",
       .file = sized(video(), 15'728'640),
       .also = {"file-size-ambiguous"}},
      {.rule = "file-too-large",
       .outcome = expected::boundary,
       .name = "exactly 2 MiB",
       .file = sized(jpeg({400, 400}), 2'097'152),
       .where = profile,
       .also = {"file-size-ambiguous"}},

      {.rule = "file-size-ambiguous",
       .outcome = expected::firing,
       .name = "one byte above 15 MB",
       .file = sized(video(), 15'000'001)},
      {.rule = "file-size-ambiguous",
       .outcome = expected::firing,
       .name = "exactly 15 MiB",
       .file = sized(png(), 15'728'640)},
      {.rule = "file-size-ambiguous",
       .outcome = expected::firing,
       .name = "one byte above 2 MB",
       .file = sized(jpeg({400, 400}), 2'000'001),
       .where = profile},
      {.rule = "file-size-ambiguous", .outcome = expected::silent, .name = "20,000 bytes", .file = png()},
      {.rule = "file-size-ambiguous",
       .outcome = expected::silent,
       .name = "too large by every reading",
       .file = sized(png(), 15'728'641),
       .also = {"file-too-large"}},
      {.rule = "file-size-ambiguous",
       .outcome = expected::boundary,
       .name = "exactly 15 MB",
       .file = sized(video(), 15'000'000)},
      {.rule = "file-size-ambiguous",
       .outcome = expected::boundary,
       .name = "exactly 2 MB",
       .file = sized(jpeg({400, 400}), 2'000'000),
       .where = profile},

      {.rule = "video-too-small",
       .outcome = expected::firing,
       .name = "one column too narrow",
       .file = video({479, 360})},
      {.rule = "video-too-small", .outcome = expected::firing, .name = "one line too low", .file = video({480, 359})},
      {.rule = "video-too-small",
       .outcome = expected::firing,
       .name = "turned, so that it is too narrow",
       .file = changed({640, 400}, [](video_track& t) { t.matrix.rotation = 90; }),
       .also = {"video-rotated"}},
      {.rule = "video-too-small",
       .outcome = expected::firing,
       .name = "a second video track",
       .file = two_videos({1280, 720}, {320, 240})},
      {.rule = "video-too-small",
       .outcome = expected::firing,
       .name = "no place states both a sufficient width and a sufficient height",
       .file = changed({640, 200},
                       [](video_track& t) {
                         t.track_header = {300, 480};
                       }),
       .also = {"dimensions-disagree"}},
      {.rule = "video-too-small",
       .outcome = expected::firing,
       .name = "so wide that enlarging it would make it too wide",
       .file = video({1900, 200})},
      {.rule = "video-too-small", .outcome = expected::firing, .name = "1x1", .file = video({1, 1})},
      {.rule = "video-too-small",
       .outcome = expected::firing,
       .name = "an upright video, where only MOV is taken",
       .file = video({160, 1080}, format::mov),
       .where = &only_mov},
      {.rule = "video-too-small", .outcome = expected::silent, .name = "1280x720", .file = video()},
      {.rule = "video-too-small",
       .outcome = expected::silent,
       .name = "a small picture is no small video",
       .file = png({64, 36}),
       .also = {"low-resolution"}},
      {.rule = "video-too-small",
       .outcome = expected::silent,
       .name = "the largest size stated is large enough",
       .file = changed({320, 240},
                       [](video_track& t) {
                         t.track_header = {640, 480};
                       }),
       .also = {"dimensions-disagree"}},
      {.rule = "video-too-small", .outcome = expected::boundary, .name = "480x360", .file = video({480, 360})},

      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "one column too wide",
       .file = video({1921, 1080})},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "one line too high",
       .file = video({1920, 1081})},
      {.rule = "video-too-large", .outcome = expected::firing, .name = "stored upright", .file = video({1080, 1920})},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "turned upright",
       .file = changed({1920, 1080}, [](video_track& t) { t.matrix.rotation = 90; }),
       .also = {"video-rotated"}},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "wide pixels",
       .file = changed({1920, 1080},
                       [](video_track& t) {
                         t.pixel_aspect = {4, 3};
                         t.track_header = {2560, 1080};
                       })},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "so wide that scaling it down would make it too low",
       .file = video({4000, 400})},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "a line of pixels, of which no scaling leaves anything",
       .file = video({100'000, 1}),
       .also = {"video-too-small"}},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "smaller limits",
       .file = video({1280, 720}),
       .where = &small_mp4_and_jpeg},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "only a second sample entry says so",
       .file = changed({640, 480},
                       [](video_track& t) {
                         t.other_entries = {3840, 2160};
                       }),
       .also = {"dimensions-disagree"}},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "only the codec configuration says so",
       .file = changed({640, 480},
                       [](video_track& t) {
                         t.codec_configuration = {3840, 2160};
                       }),
       .also = {"dimensions-disagree"}},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "a clean aperture cuts off more than padding, which most readers do not do",
       .file = changed({1920, 1200},
                       [](video_track& t) {
                         t.clean_aperture = t.track_header = {1920, 1080};
                       })},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "a second video track",
       .file = two_videos({640, 480}, {3840, 2160})},
      {.rule = "video-too-large", .outcome = expected::silent, .name = "1280x720", .file = video()},
      {.rule = "video-too-large",
       .outcome = expected::silent,
       .name = "a large picture is no large video",
       .file = png({3840, 2160})},
      {.rule = "video-too-large", .outcome = expected::boundary, .name = "1920x1080", .file = video({1920, 1080})},
      {.rule = "video-too-large",
       .outcome = expected::boundary,
       .name = "stored upright, turned to 1920x1080",
       .file = changed({1080, 1920}, [](video_track& t) { t.matrix.rotation = 270; }),
       .also = {"video-rotated"}},
      {.rule = "video-too-large",
       .outcome = expected::boundary,
       .name = "1440x1080 with pixels of 4:3",
       .file = changed({1440, 1080},
                       [](video_track& t) {
                         t.pixel_aspect = {4, 3};
                         t.track_header = {1920, 1080};
                       })},
      {.rule = "video-too-large",
       .outcome = expected::boundary,
       .name = "1088 lines, of which 8 are padding",
       .file = changed({1920, 1080},
                       [](video_track& t) {
                         t.codec_configuration = {1920, 1088};
                       })},
  };
}

}  // namespace preflight::test
