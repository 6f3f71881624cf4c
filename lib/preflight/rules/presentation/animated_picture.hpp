#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule animated_picture{
    {
        .id = "animated-picture",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The picture is animated, but the destination probably shows only one frame.",
        .why = "The service does not document animated pictures; expect to see only the first frame.",
        .fix = "Use a still picture, or a video where videos are accepted.",
        .limit = "advise-still",
    },
    [](const subject& s, const destination& d, finding& out) {
      const facts& f = s.file;
      if (!d.still_advised || !f.animated.value_or(false) || info(f.format).kind != kind::image) {
        return false;
      }
      out.limit << "1 frame";
      out.message << "The " << display_name(f.format) << " is animated";
      if (f.frames) {
        out.actual << *f.frames << " frames";
        out.message << " (" << (f.frames_at_least ? "at least " : "") << digit_grouping{*f.frames} << " frames)";
      }
      out.message << "; expect " << d.service << " to show only its first frame.";
      const std::string_view video = f.format == format::gif ? video_to_make(d) : "";
      const scaling plan = scaling_for(f.coded, d);
      const bool picture = !picture_to_make(d).empty();
      if (!video.empty() && plan.kind != scaling::method::none) {
        out.fix << "Make it a video: ffmpeg -i FILE";
        write_filter({plan}, out.fix);
        out.fix << " -pix_fmt yuv420p out." << video << (picture ? ", or keep one frame: " : "");
      } else if (picture) {
        out.fix << "Keep one frame, such as the first: ";
      }
      if (picture) {
        write_first_frame(d, out.fix);
      }
      return true;
    },
};

}  // namespace preflight::rules
