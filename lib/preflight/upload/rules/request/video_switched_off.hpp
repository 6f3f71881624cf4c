#pragma once

#include <preflight/facts/format.hpp>
#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule video_switched_off{
    .id = "video-switched-off",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "The file is a video, and video backgrounds are switched off for the target.",
    .why = "The service may refuse the upload, which no document says, or keep a background that nobody can choose.",
    .fix = "Switch on the use of videos for virtual backgrounds in the target's settings, or send a picture.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->is_picture || s.asked->videos_allowed.value_or(true) ||
              info(s.file.format).kind != kind::video) {
            return false;
          }
          out.actual << "off";
          out.limit << "on";
          out.message << "The settings of this " << name_of(s.asked->kind) << " do not allow videos as backgrounds.";
          return true;
        },
};

}  // namespace preflight::rules
