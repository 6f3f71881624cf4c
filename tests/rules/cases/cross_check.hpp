#pragma once

#include "rules/cases/decoding.hpp"
#include "rules/rule_case.hpp"

namespace preflight::test {

/// A decoder that came to the end, and says that the file is what the facts say it is, but for what `change` does to
/// it.
template <class Change>
[[nodiscard]] decode_result decoder_result(const facts& f, std::string_view codec, Change change) {
  decode_result made = make_decode_result(decode_outcome::decoded, codec, "");
  made.size = f.video_tracks > 0 ? f.tracks[0].sample_entry : f.coded;
  made.rotation = f.tracks[0].matrix.rotation;
  made.video_codec = f.tracks[0].codec;
  made.frames = f.frames.value_or(250);
  made.duration_milliseconds = f.timescale > 0 ? f.duration * 1000 / f.timescale : 0;
  change(made);
  return made;
}

template <class Change>
[[nodiscard]] decode_result libavcodec_result(const facts& f, Change change) {
  return decoder_result(f, "libavcodec 59.37.100", change);
}

/// What decoding makes of a file that its headers do not say.
inline rule_cases cross_check_cases() {
  const auto resized = [](extent size) { return [size](decode_result& d) { d.size = size; }; };
  const facts fragmented = edited(video(), [](facts& f) {
    f.fragmented = true;
    f.duration = 60'000;
  });
  const auto lasts = [](std::uint64_t milliseconds) {
    return [milliseconds](decode_result& d) { d.duration_milliseconds = milliseconds; };
  };
  const facts ten_frames = edited(gif(), [](facts& f) { f.frames = 10; });
  const facts turned = edited(video({720, 480}), [](facts& f) { f.tracks[0].matrix.rotation = 90; });
  return {
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "a video that decodes to another size",
       .file = video(),
       .decoded = libavcodec_result(video(), resized({1920, 1080}))},
      {.rule = "dimensions-disagree",
       .outcome = expected::boundary,
       .name = "a video that decodes with its macroblock padding",
       .file = video({1920, 1080}),
       .decoded = libavcodec_result(video({1920, 1080}), resized({1920, 1088}))},
      {.rule = "dimensions-disagree",
       .outcome = expected::silent,
       .name = "a video that decodes as it says, turned",
       .file = turned,
       .decoded = libavcodec_result(turned, [](decode_result&) {}),
       .also = {"video-rotated"}},
      {.rule = "dimensions-disagree",
       .outcome = expected::firing,
       .name = "a picture that decodes to another size",
       .file = png(),
       .decoded = decoder_result(png(), "libpng 1.6.39", resized({1920, 1200}))},
      {.rule = "dimensions-disagree",
       .outcome = expected::silent,
       .name = "a rejected picture's size",
       .file = png(),
       .decoded = decoder_result(png(), "libpng 1.6.39",
                                 [](decode_result& d) {
                                   d.size = {1, 1};
                                   d.end(decode_outcome::rejected, "IDAT: CRC error");
                                 }),
       .also = {"decode-failed"}},
      {.rule = "video-too-large",
       .outcome = expected::firing,
       .name = "only its decoder says so",
       .file = video(),
       .decoded = libavcodec_result(video(), resized({3840, 2160})),
       .also = {"dimensions-disagree"}},
      {.rule = "video-too-small",
       .outcome = expected::silent,
       .name = "its decoder says that it is large enough",
       .file = video({320, 240}),
       .decoded = libavcodec_result(video({320, 240}), resized({640, 480})),
       .also = {"dimensions-disagree"}},
      {.rule = "video-rotated",
       .outcome = expected::firing,
       .name = "by its decoder alone",
       .file = video(),
       .decoded = libavcodec_result(video(), [](decode_result& d) { d.rotation = 180; })},
      {.rule = "video-rotated",
       .outcome = expected::silent,
       .name = "upright, its decoder says too",
       .file = video(),
       .decoded = libavcodec_result(video(), [](decode_result&) {})},
      {.rule = "truncated",
       .outcome = expected::firing,
       .name = "fragments that end too early",
       .file = fragmented,
       .decoded = libavcodec_result(fragmented, lasts(58'799))},
      {.rule = "truncated",
       .outcome = expected::boundary,
       .name = "fragments that end 2 % too early",
       .file = fragmented,
       .decoded = libavcodec_result(fragmented, lasts(58'800))},
      {.rule = "truncated",
       .outcome = expected::silent,
       .name = "an edit list that shows the same twice",
       .file = video(),
       .decoded = libavcodec_result(video(), lasts(6'250))},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "fewer frames than described",
       .file = ten_frames,
       .decoded = decoder_result(ten_frames, "giflib 5.2.1", [](decode_result& d) { d.frames = 9; })},
      {.rule = "decode-failed",
       .outcome = expected::boundary,
       .name = "as many frames as described",
       .file = ten_frames,
       .decoded = decoder_result(ten_frames, "giflib 5.2.1", [](decode_result&) {})},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "a video without frames",
       .file = video(),
       .decoded = libavcodec_result(video(),
                                    [](decode_result& d) {
                                      d.frames = 0;
                                      d.size = {};
                                    })},
  };
}

}  // namespace preflight::test
