#pragma once

#include <preflight/rule.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

inline constexpr rule animated_picture{
    .id = "animated-picture",
    .since = "0.1",
    .severity = severity::warning,
    .summary = "The picture is animated, and the destination shows it still.",
    .why = "Nobody states that animated pictures move here; expect to see the first frame at most.",
    .fix = "Use a still picture, or a video where videos are accepted.",
    .check =
        [](const subject& s, const destination& d, finding& out) {
          const facts& f = s.file;
          if (!d.still_advised || !f.animated.value_or(false) || info(f.format).kind != kind::image) {
            return false;
          }
          out.limit << "1 frame";
          out.message << "The " << written(f.format) << " is animated";
          if (f.frames) {
            out.actual << *f.frames << " frames";
            out.message << " (" << (f.frames_at_least ? "at least " : "") << grouped{*f.frames} << " frames)";
          }
          out.message << "; expect " << d.service << " to show its first frame at most.";
          if (d.accepts(format::mp4) && f.format == format::gif) {
            out.fix << "Make it a video: ffmpeg -i in.gif -vf "
                       "scale=1920:1080:force_original_aspect_ratio=decrease:force_divisible_by=2 -pix_fmt yuv420p "
                       "out.mp4, or keep one frame: ffmpeg -i in.gif -frames:v 1 out.png";
          } else {
            out.fix << "Keep the frame you want; the first one: ffmpeg -i in." << info(f.format).extensions.front()
                    << " -frames:v 1 out.png";
          }
          return true;
        },
    .limit_at = [](const destination& d) { return shown("a still picture", d.still_advised); },
};

}  // namespace preflight::rules
