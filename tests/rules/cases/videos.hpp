#pragma once

#include "rules/rule_case.hpp"

namespace preflight::test {

/// What is said about videos that fit the limits.
inline rule_cases video_cases() {
  const auto changed = [](extent size, auto change) {
    return edited(video(size), [&](facts& f) { change(f.tracks[0]); });
  };
  const auto coded_as = [](std::string_view code) {
    return edited(video({1280, 720}, format::mov), [&](facts& f) { f.tracks[0].codec = fourcc(code); });
  };
  const auto turned = [&](orientation_matrix matrix) {
    return changed({640, 480}, [&](video_track& t) { t.matrix = matrix; });
  };
  const auto encrypted_as = [](std::string_view code) {
    return edited(video(), [&](facts& f) { f.tracks[0].codec = f.tracks[0].encrypted = fourcc(code); });
  };
  return {
      {.rule = "video-encrypted",
       .outcome = expected::firing,
       .name = "Common Encryption",
       .file = encrypted_as("encv")},
      {.rule = "video-encrypted",
       .outcome = expected::firing,
       .name = "a later sample entry",
       .file = edited(video(), [](facts& f) { f.tracks[0].encrypted = fourcc("drmi"); })},
      {.rule = "video-encrypted", .outcome = expected::silent, .name = "H.264", .file = video()},
      {.rule = "video-encrypted",
       .outcome = expected::boundary,
       .name = "a codec nobody knows",
       .file = coded_as("XyZ "),
       .also = {"video-codec-uncommon"}},
      {.rule = "video-codec-uncommon", .outcome = expected::firing, .name = "HEVC", .file = coded_as("hvc1")},
      {.rule = "video-codec-uncommon", .outcome = expected::firing, .name = "ProRes", .file = coded_as("apcn")},
      {.rule = "video-codec-uncommon",
       .outcome = expected::firing,
       .name = "a code nobody knows",
       .file = coded_as("XyZ ")},
      {.rule = "video-codec-uncommon",
       .outcome = expected::firing,
       .name = "a code that cannot be printed",
       .file = coded_as("\x1b[2J")},
      {.rule = "video-codec-uncommon",
       .outcome = expected::firing,
       .name = "a second video track",
       .file = edited(video(),
                      [](facts& f) {
                        f.tracks[1] = h264_track(2, {1280, 720});
                        f.tracks[1].codec = fourcc("av01");
                        f.video_tracks = 2;
                      })},
      {.rule = "video-codec-uncommon",
       .outcome = expected::firing,
       .name = "sides that H.264 cannot have",
       .file = edited(video({1279, 719}), [](facts& f) { f.tracks[0].codec = fourcc("vp09"); })},
      {.rule = "video-codec-uncommon", .outcome = expected::silent, .name = "H.264", .file = video()},
      {.rule = "video-codec-uncommon",
       .outcome = expected::silent,
       .name = "a destination that does not mind",
       .file = coded_as("hvc1"),
       .destination = &anything},
      {.rule = "video-codec-uncommon",
       .outcome = expected::boundary,
       .name = "H.264 with its parameters among the samples",
       .file = coded_as("avc3")},

      {.rule = "video-rotated", .outcome = expected::firing, .name = "90 degrees", .file = turned({90, false, true})},
      {.rule = "video-rotated", .outcome = expected::firing, .name = "180 degrees", .file = turned({180, false, true})},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "270 degrees and mirrored",
       .file = turned({270, true, true})},
      {.rule = "video-rotated", .outcome = expected::firing, .name = "mirrored", .file = turned({0, true, true})},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "no right angle",
       .file = turned({0, false, false})},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "scaled, at a known place",
       .file = edited(turned({0, false, true, true}), [](facts& f) { f.orientation_offset = 268; })},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "mirrored, 90 degrees and scaled",
       .file = turned({90, true, true, true})},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "a matrix of zeros",
       .file = turned({0, false, false, false, true})},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "a destination that takes MOV alone",
       .file = edited(turned({180, false, true}), [](facts& f) { f.format = format::mov; }),
       .destination = &only_mov},
      {.rule = "video-rotated", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "video-rotated", .outcome = expected::boundary, .name = "the identity", .file = turned({})},

      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "the track header",
       .file = changed({1920, 1080},
                       [](video_track& t) {
                         t.track_header = {640, 480};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "the codec configuration",
       .file = changed({640, 480},
                       [](video_track& t) {
                         t.codec_configuration = {1280, 720};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "a second sample entry, at a known place",
       .file = edited(changed({1920, 1080},
                              [](video_track& t) {
                                t.other_entries = t.other_entries_shown = {1280, 720};
                              }),
                      [](facts& f) { f.other_size_offset = 640; })},
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "the track header by two pixels",
       .file = changed({640, 480},
                       [](video_track& t) {
                         t.track_header = {642, 480};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "a track header that is turned already, and then turned",
       .file = changed({640, 480},
                       [](video_track& t) {
                         t.matrix.rotation = 90;
                         t.track_header = {480, 640};
                       }),
       .also = {"video-rotated"}},
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "GIF frames outside their screen",
       .file = edited(gif({1, 1}),
                      [](facts& f) {
                        f.canvas = {5000, 2812};
                      })},
      {.rule = "dimensions-disagree", .outcome = expected::silent, .name = "all the same", .file = video()},
      {.rule = "dimensions-disagree", .outcome = expected::silent, .name = "a GIF", .file = gif()},
      {.rule = "dimensions-disagree",
       .outcome = expected::silent,
       .name = "nothing but a sample entry",
       .file = changed({640, 480}, [](video_track& t) { t.track_header = t.codec_configuration = {}; })},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "rounded by one pixel",
       .file = changed({640, 480},
                       [](video_track& t) {
                         t.track_header = {641, 479};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "a track header without the pixel aspect",
       .file = changed({720, 480},
                       [](video_track& t) {
                         t.pixel_aspect = {40, 33};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "a track header with the pixel aspect in its width",
       .file = changed({720, 480},
                       [](video_track& t) {
                         t.pixel_aspect = {40, 33};
                         t.track_header = {873, 480};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "a track header with the pixel aspect in its height",
       .file = changed({720, 480},
                       [](video_track& t) {
                         t.pixel_aspect = {8, 9};
                         t.track_header = {720, 540};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "a track header of the clean aperture",
       .file = changed({720, 486},
                       [](video_track& t) {
                         t.clean_aperture = {704, 480};
                         t.track_header = {704, 480};
                       })},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "macroblock padding that the clean aperture cuts off",
       .file = changed({1920, 1088},
                       [](video_track& t) {
                         t.clean_aperture = {1920, 1080};
                         t.track_header = {1920, 1080};
                       })},
  };
}

}  // namespace preflight::test
