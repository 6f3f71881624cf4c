#pragma once

#include <preflight/rule.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

inline constexpr rule video_too_large{
    .id = "video-too-large",
    .since = "0.1",
    .severity = severity::error,
    .summary = "A video track is wider or higher than the destination accepts.",
    .why = "The service refuses the upload. Its limit is written as width x height, so an upright video is measured "
           "upright: 1080x1920 is too high where 1920x1080 passes.",
    .fix = "Scale it down, for example: ffmpeg -i in.mp4 -vf scale=1920:1080:force_original_aspect_ratio=decrease "
           "-c:a copy out.mp4",
    .check =
        [](const subject& s, const destination& d, finding& out) {
          if (!d.video_most) {
            return false;
          }
          const extent most = d.video_most->value;
          for (const video_track& track : s.file.kept_tracks()) {
            for (const extent claimed : claims(track)) {
              if (claimed.width > most.width || claimed.height > most.height) {
                out.actual << claimed;
                out.limit << most;
                out.message << "The video is " << claimed << "; " << d.title << " takes at most " << most << '.';
                return true;
              }
            }
          }
          return false;
        },
    .limit_at = [](const destination& d) { return shown(d.video_most); },
};

}  // namespace preflight::rules
