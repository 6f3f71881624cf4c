#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule video_hdr{
    {
        .id = "video-hdr",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "A video track has a high dynamic range (HLG, PQ or Dolby Vision).",
        .why = "On an ordinary screen it looks grey and washed out unless the player converts its colours, and few do.",
        .fix = "Export the video again in standard dynamic range (SDR).",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.accepts(s.file.format)) {
        return false;
      }
      for (const video_track& track : s.file.kept_tracks()) {
        if (track.hdr().empty()) {
          continue;
        }
        const std::string_view name = track.dolby_vision                  ? "Dolby Vision"
                                      : track.range == dynamic_range::hlg ? "HLG"
                                                                          : "PQ";
        out.actual << track.hdr();
        out.message << track_subject{s.file, track} << " is HDR (" << name
                    << "); ordinary screens show its colours washed out.";
        // Only what the base layer says of its range can be mapped: ffmpeg does not read that of Dolby Vision.
        if (track.range != dynamic_range::standard) {
          write_encoding("Tone-map it to SDR: ", track, d, out.fix);
        }
        return true;
      }
      return false;
    },
};

}  // namespace preflight::rules
