#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule no_video_track{
    {
        .id = "no-video-track",
        .since = "0.1",
        .severity = severity::error,
        .summary = "An MP4 or MOV file has no video track (cover art does not count).",
        .why = "There is no picture to show. Sound alone cannot be a background.",
        .fix = "Export it again with its video; if it is a sound file, use a picture or a video instead.",
    },
    [](const subject& s, const destination&, finding& out) {
      const facts& f = s.file;
      const bool container = f.format == format::mp4 || f.format == format::mov;
      const bool all_seen = !f.faults.walk_may_be_incomplete() && !f.faults.has(fault_kind::no_dimensions);
      if (!container || f.video_tracks > 0 || !all_seen) {
        return false;
      }
      out.actual << "0 video tracks";
      out.message << "The " << display_name(f.format) << " file has no video track";
      if (f.audio_tracks > 0) {
        out.message << ", only sound";
      }
      out.message << '.';
      return true;
    },
};

}  // namespace preflight::rules
