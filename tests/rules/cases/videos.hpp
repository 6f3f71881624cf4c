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
  const auto sampled_as = [](pixel_layout pixels) {
    return edited(video(), [&](facts& f) { f.tracks[0].pixels = pixels; });
  };
  const auto bright = [](dynamic_range range) { return edited(video(), [&](facts& f) { f.tracks[0].range = range; }); };
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

      {.rule = "video-pixel-format-uncommon",
       .outcome = expected::firing,
       .name = "4:4:4",
       .file = sampled_as({chroma_format::yuv444, 8})},
      {.rule = "video-pixel-format-uncommon",
       .outcome = expected::firing,
       .name = "4:2:2 of 10 bits, and a size that H.264 cannot have so",
       .file =
           edited(sampled_as({chroma_format::yuv422, 10}),
                  [](facts& f) {
                    f.tracks[0].sample_entry = f.tracks[0].track_header = f.tracks[0].codec_configuration = {1279, 720};
                  })},
      {.rule = "video-pixel-format-uncommon",
       .outcome = expected::firing,
       .name = "grey",
       .file = sampled_as({chroma_format::grey, 8})},
      {.rule = "video-pixel-format-uncommon",
       .outcome = expected::firing,
       .name = "HEVC of 10 bits that is HLG",
       .file = edited(sampled_as({chroma_format::yuv420, 10}),
                      [](facts& f) {
                        f.tracks[0].codec = fourcc("hvc1");
                        f.tracks[0].range = dynamic_range::hlg;
                      }),
       .also = {"video-codec-uncommon", "video-hdr"}},
      {.rule = "video-pixel-format-uncommon",
       .outcome = expected::silent,
       .name = "ProRes, which is uncommon by itself",
       .file = edited(sampled_as({chroma_format::yuv422, 10}), [](facts& f) { f.tracks[0].codec = fourcc("apcn"); }),
       .also = {"video-codec-uncommon"}},
      {.rule = "video-pixel-format-uncommon",
       .outcome = expected::silent,
       .name = "nothing known of it",
       .file = sampled_as({})},
      {.rule = "video-pixel-format-uncommon", .outcome = expected::boundary, .name = "8-bit 4:2:0", .file = video()},

      {.rule = "video-disabled",
       .outcome = expected::firing,
       .name = "the only track",
       .file = changed({1280, 720}, [](video_track& t) { t.disabled = true; })},
      {.rule = "video-disabled",
       .outcome = expected::firing,
       .name = "a destination that takes MOV alone",
       .file = edited(video({1280, 720}, format::mov), [](facts& f) { f.tracks[0].disabled = true; }),
       .destination = &only_mov},
      {.rule = "video-disabled", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "video-disabled", .outcome = expected::boundary, .name = "switched on", .file = video()},

      {.rule = "video-hdr", .outcome = expected::firing, .name = "HLG", .file = bright(dynamic_range::hlg)},
      {.rule = "video-hdr",
       .outcome = expected::firing,
       .name = "PQ, too large",
       .file = edited(
           bright(dynamic_range::pq),
           [](facts& f) {
             f.tracks[0].sample_entry = f.tracks[0].track_header = f.tracks[0].codec_configuration = {3840, 2160};
           }),
       .also = {"video-too-large"}},
      {.rule = "video-hdr",
       .outcome = expected::firing,
       .name = "Dolby Vision over HLG",
       .file = edited(bright(dynamic_range::hlg), [](facts& f) { f.tracks[0].dolby_vision = true; })},
      {.rule = "video-hdr",
       .outcome = expected::firing,
       .name = "Dolby Vision alone, in a second track",
       .file = edited(video(),
                      [](facts& f) {
                        f.tracks[1] = h264_track(2, {1280, 720});
                        f.tracks[1].dolby_vision = true;
                        f.video_tracks = 2;
                      })},
      {.rule = "video-hdr", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "video-hdr", .outcome = expected::boundary, .name = "standard range", .file = video()},

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
