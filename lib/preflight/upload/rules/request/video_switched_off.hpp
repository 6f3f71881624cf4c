#pragma once

#include <preflight/facts/format.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule video_switched_off{
    {
        .id = "video-switched-off",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The file is a video, and video backgrounds are switched off for the target.",
        .why = "Zoom may refuse the upload (this is not documented), or keep a background that cannot be chosen.",
        .fix = "Switch on videos for virtual backgrounds in the target's settings, or send a picture.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (replaces(s.request.use) || s.request.videos_allowed.value_or(true) || info(s.format).kind != kind::video) {
        return false;
      }
      out.actual << "off";
      out.limit << "on";
      out.message << "The settings of this " << name_of(s.request.kind) << " do not allow videos as backgrounds.";
      return true;
    },
};

}  // namespace preflight::upload::rules
