#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/input/bytes.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

[[nodiscard]] constexpr bool is_h264_or_hevc(std::uint32_t codec) {
  for (const std::uint32_t known : {fourcc("avc1"), fourcc("avc2"), fourcc("avc3"), fourcc("avc4"), fourcc("hvc1"),
                                    fourcc("hev1"), fourcc("dva1"), fourcc("dvav"), fourcc("dvh1"), fourcc("dvhe")}) {
    if (codec == known) {
      return true;
    }
  }
  return false;
}

inline constexpr file_rule video_pixel_format_uncommon{
    {
        .id = "video-pixel-format-uncommon",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "An H.264 or HEVC video track is not 8-bit 4:2:0.",
        .why = "Browsers and many hardware decoders show no other pixel format; the video stays black.",
        .fix = "Encode it in 8-bit 4:2:0: ffmpeg -i FILE -c:v libx264 -pix_fmt yuv420p -movflags +faststart out.mp4",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.accepts(s.file.format)) {
        return false;
      }
      for (const video_track& track : s.file.kept_tracks()) {
        if (!is_h264_or_hevc(track.codec) || !track.pixels.known() || track.pixels == usual_layout) {
          continue;
        }
        out.actual << name_of(track.pixels).text();
        out.limit << name_of(usual_layout).text();
        out.message << track_subject{s.file, track} << " has the pixel format " << name_of(track.pixels).text()
                    << "; many players show only 8-bit 4:2:0 (" << name_of(usual_layout).text() << ").";
        if (!write_encoding("Encode it in 8-bit 4:2:0: ", track, d, out.fix)) {
          out.fix << "Export it again in 8-bit 4:2:0, at a size within the limits.";
        }
        return true;
      }
      return false;
    },
};

}  // namespace preflight::rules
