#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule video_disabled{
    {
        .id = "video-disabled",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "Every video track is switched off in its header.",
        .why = "Players that obey this flag, including Apple's, show a black picture.",
        .fix = "Switch it on by copying it: ffmpeg -i FILE -c copy out.mp4",
    },
    [](const subject& s, const destination& d, finding& out) {
      const auto tracks = s.file.kept_tracks();
      // One that is switched off is only kept where there is no other.
      if (!d.accepts(s.file.format) || tracks.empty() || !tracks.front().disabled) {
        return false;
      }
      out.message << track_subject{s.file, tracks.front()}
                  << " is switched off in its track header; some players show nothing.";
      if (const std::string_view extension = video_to_make(d); !extension.empty() && extension != "mp4") {
        out.fix << "Switch it on by copying it: ffmpeg -i FILE -c copy out." << extension;
      }
      return true;
    },
};

}  // namespace preflight::rules
