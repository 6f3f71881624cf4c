#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule video_encrypted{
    {
        .id = "video-encrypted",
        .since = "0.1",
        .severity = severity::error,
        .summary = "A video track is encrypted.",
        .why = "It cannot be played without its key, which the service does not have.",
        .fix = "Get an unencrypted copy.",
    },
    [](const subject& s, const destination&, finding& out) {
      for (const video_track& track : s.file.kept_tracks()) {
        if (track.encrypted != 0) {
          out.actual << four_characters{track.encrypted};
          out.message << track_subject{s.file, track} << " is encrypted (" << four_characters{track.encrypted}
                      << "); it cannot be played without its key.";
          return true;
        }
      }
      return false;
    },
};

}  // namespace preflight::rules
