#pragma once

#include "rule_case.hpp"

namespace preflight::test {

/// Pictures that are whole, but not at their best.
inline rule_cases picture_cases() {
  const destination* const profile = &destinations::zoom_picture;
  const auto oriented = [](facts f, std::uint8_t value) {
    f.orientation = value;
    return f;
  };
  const auto process = [](std::uint8_t marker, std::uint8_t bits) {
    return with(jpeg(), [&](facts& f) {
      f.jpeg_process = marker;
      f.bit_depth = bits;
    });
  };
  const auto moving = [](facts f, std::uint64_t frames) {
    f.animated = frames > 1;
    f.frames = frames;
    return f;
  };
  const auto see_through = [](facts f) {
    f.has_alpha = true;
    f.channels = 4;
    return f;
  };
  return {
      {.rule = "orientation-tag",
       .outcome = expected::firing,
       .name = "JPEG on its side",
       .file = oriented(jpeg({1080, 1920}), 6)},
      {.rule = "orientation-tag", .outcome = expected::firing, .name = "JPEG mirrored", .file = oriented(jpeg(), 2)},
      {.rule = "orientation-tag",
       .outcome = expected::firing,
       .name = "JPEG of the largest value",
       .file = oriented(jpeg({1080, 1920}), 8)},
      {.rule = "orientation-tag",
       .outcome = expected::firing,
       .name = "PNG, where viewers ignore it",
       .file = oriented(png(), 6)},
      {.rule = "orientation-tag", .outcome = expected::silent, .name = "no tag", .file = jpeg()},
      {.rule = "orientation-tag", .outcome = expected::boundary, .name = "the value 1", .file = oriented(jpeg(), 1)},

      {.rule = "low-resolution", .outcome = expected::firing, .name = "one column too few", .file = png({1279, 720})},
      {.rule = "low-resolution", .outcome = expected::firing, .name = "one line too few", .file = jpeg({1280, 719})},
      {.rule = "low-resolution",
       .outcome = expected::firing,
       .name = "a profile picture",
       .file = png({199, 199}),
       .where = profile},
      {.rule = "low-resolution",
       .outcome = expected::firing,
       .name = "turned by its orientation",
       .file = oriented(jpeg({1280, 720}), 6),
       .also = {"orientation-tag", "not-widescreen"}},
      {.rule = "low-resolution", .outcome = expected::silent, .name = "1920x1080", .file = png()},
      {.rule = "low-resolution", .outcome = expected::silent, .name = "a video", .file = video({640, 360})},
      {.rule = "low-resolution",
       .outcome = expected::silent,
       .name = "the orientation of a PNG turns nothing",
       .file = oriented(png({1280, 720}), 6),
       .also = {"orientation-tag"}},
      {.rule = "low-resolution", .outcome = expected::boundary, .name = "1280x720", .file = png({1280, 720})},
      {.rule = "low-resolution",
       .outcome = expected::boundary,
       .name = "a profile picture of 200x200",
       .file = png({200, 200}),
       .where = profile},
      {.rule = "low-resolution",
       .outcome = expected::boundary,
       .name = "a GIF whose frames need 1280x720",
       .file = with(gif({640, 360}),
                    [](facts& f) {
                      f.canvas = {1280, 720};
                    }),
       .also = {"dimensions-disagree"}},

      {.rule = "not-widescreen", .outcome = expected::firing, .name = "1.1 % too wide", .file = png({16'177, 9'000})},
      {.rule = "not-widescreen",
       .outcome = expected::firing,
       .name = "more than 1 % too narrow",
       .file = png({15'839, 9'000})},
      {.rule = "not-widescreen", .outcome = expected::firing, .name = "4:3", .file = jpeg({2048, 1536})},
      {.rule = "not-widescreen",
       .outcome = expected::firing,
       .name = "upright by its orientation",
       .file = oriented(jpeg({3840, 2160}), 8),
       .also = {"orientation-tag"}},
      {.rule = "not-widescreen", .outcome = expected::silent, .name = "1920x1080", .file = png()},
      {.rule = "not-widescreen", .outcome = expected::silent, .name = "a video of 4:3", .file = video({640, 480})},
      {.rule = "not-widescreen",
       .outcome = expected::silent,
       .name = "a profile picture",
       .file = png({400, 400}),
       .where = profile},
      {.rule = "not-widescreen",
       .outcome = expected::boundary,
       .name = "exactly 1 % too wide",
       .file = png({16'160, 9'000})},
      {.rule = "not-widescreen",
       .outcome = expected::boundary,
       .name = "exactly 1 % too narrow",
       .file = png({15'840, 9'000})},
      {.rule = "not-widescreen",
       .outcome = expected::boundary,
       .name = "1366x768, the nearest to 16:9",
       .file = png({1366, 768})},

      {.rule = "not-square",
       .outcome = expected::firing,
       .name = "more than 1 % too wide",
       .file = jpeg({405, 400}),
       .where = profile},
      {.rule = "not-square", .outcome = expected::firing, .name = "upright", .file = png({300, 400}), .where = profile},
      {.rule = "not-square", .outcome = expected::silent, .name = "400x400", .file = png({400, 400}), .where = profile},
      {.rule = "not-square",
       .outcome = expected::silent,
       .name = "a background",
       .file = png({1280, 1280}),
       .also = {"not-widescreen"}},
      {.rule = "not-square",
       .outcome = expected::boundary,
       .name = "exactly 1 % too wide",
       .file = jpeg({404, 400}),
       .where = profile},

      {.rule = "alpha-channel", .outcome = expected::firing, .name = "an RGBA PNG", .file = see_through(png())},
      {.rule = "alpha-channel", .outcome = expected::silent, .name = "an RGB PNG", .file = png()},
      {.rule = "alpha-channel",
       .outcome = expected::silent,
       .name = "a profile picture",
       .file = see_through(png({400, 400})),
       .where = profile},
      {.rule = "alpha-channel",
       .outcome = expected::boundary,
       .name = "a GIF, which is no PNG",
       .file = see_through(gif())},

      {.rule = "cmyk-jpeg",
       .outcome = expected::firing,
       .name = "four components",
       .file = with(jpeg(), [](facts& f) { f.channels = 4; })},
      {.rule = "cmyk-jpeg", .outcome = expected::silent, .name = "three components", .file = jpeg()},
      {.rule = "cmyk-jpeg",
       .outcome = expected::boundary,
       .name = "four samples of an RGBA PNG",
       .file = see_through(png()),
       .also = {"alpha-channel"}},

      {.rule = "jpeg-process-unusual", .outcome = expected::firing, .name = "lossless", .file = process(0xC3, 8)},
      {.rule = "jpeg-process-unusual", .outcome = expected::firing, .name = "hierarchical", .file = process(0xC5, 8)},
      {.rule = "jpeg-process-unusual", .outcome = expected::firing, .name = "arithmetic", .file = process(0xC9, 8)},
      {.rule = "jpeg-process-unusual",
       .outcome = expected::firing,
       .name = "hierarchical and arithmetic",
       .file = process(0xCF, 8)},
      {.rule = "jpeg-process-unusual", .outcome = expected::firing, .name = "12 bits", .file = process(0xC1, 12)},
      {.rule = "jpeg-process-unusual",
       .outcome = expected::firing,
       .name = "lossless with 16 bits",
       .file = process(0xC3, 16)},
      {.rule = "jpeg-process-unusual", .outcome = expected::silent, .name = "baseline", .file = jpeg()},
      {.rule = "jpeg-process-unusual",
       .outcome = expected::silent,
       .name = "a PNG of 16 bits",
       .file = with(png(), [](facts& f) { f.bit_depth = 16; })},
      {.rule = "jpeg-process-unusual", .outcome = expected::boundary, .name = "extended", .file = process(0xC1, 8)},
      {.rule = "jpeg-process-unusual", .outcome = expected::boundary, .name = "progressive", .file = process(0xC2, 8)},

      {.rule = "animated-picture", .outcome = expected::firing, .name = "a GIF", .file = moving(gif(), 12)},
      {.rule = "animated-picture", .outcome = expected::firing, .name = "an APNG", .file = moving(png(), 2)},
      {.rule = "animated-picture",
       .outcome = expected::firing,
       .name = "an APNG as a profile picture",
       .file = moving(png({400, 400}), 2),
       .where = profile},
      {.rule = "animated-picture",
       .outcome = expected::firing,
       .name = "more frames than were counted",
       .file = with(moving(gif(), 1'000'000), [](facts& f) { f.frames_at_least = true; })},
      {.rule = "animated-picture", .outcome = expected::silent, .name = "a still picture", .file = png()},
      {.rule = "animated-picture",
       .outcome = expected::silent,
       .name = "a destination that does not mind",
       .file = moving(gif(), 12),
       .where = &anything},
      {.rule = "animated-picture",
       .outcome = expected::boundary,
       .name = "a GIF of one frame",
       .file = moving(gif(), 1)},
  };
}

}  // namespace preflight::test
