#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

/// What helps against a ceiling; empty where only the rule's own advice does.
[[nodiscard]] constexpr std::string_view remedy_for(ceiling hit) {
  switch (hit) {
    case ceiling::none: return {};
    case ceiling::pixels: return "Scale it down, or raise the limit with --max-pixels.";
    case ceiling::animation_pixels: return "Shorten it, or scale it down.";
    case ceiling::bytes: return "Save it again without its metadata, or shorten it.";
    case ceiling::frames: return "Shorten it, or keep one frame: ffmpeg -i FILE -frames:v 1 -pix_fmt rgb24 out.png";
    case ceiling::samples: return "Shorten it, or export it again at an ordinary frame rate.";
    case ceiling::tracks: return "Keep one video track: ffmpeg -i FILE -map 0:v:0 -c copy out.mp4";
    case ceiling::gif_blocks: return "Save it again without extra data: gifsicle FILE -o out.gif";
    case ceiling::png_chunks: return "Save it again without its metadata: ffmpeg -i FILE -frames:v 1 out.png";
    case ceiling::jpeg_segments: return "Save it again without its metadata: convert FILE -strip out.jpg";
    case ceiling::non_marker_bytes: return "Save it again without extra data: convert FILE out.jpg";
    case ceiling::boxes: return "Rewrite the container: ffmpeg -i FILE -c copy out.mp4";
    case ceiling::scans: return "Save it again as an ordinary JPEG: convert FILE -interlace none out.jpg";
    case ceiling::memory:
      return "Save it with fewer pixels or in a simpler form, or raise the limit with --max-memory.";
    case ceiling::seconds: return "Shorten it, scale it down, or raise the limit with --max-seconds.";
    case ceiling::processor_time: return "Shorten it, scale it down, or raise the limit on processor time (ulimit -t).";
  }
  return {};
}

inline constexpr file_rule over_budget{
    {
        .id = "over-budget",
        .since = "0.1",
        .severity = severity::error,
        .summary = "A processing limit was reached before the result was known.",
        .why = "A file this large or deeply nested can stall programs that open it; anything beyond the limit was not "
               "checked.",
        .fix = "Export it again in a simpler form: fewer frames, fewer pixels, less metadata.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (const fault* over = s.file.faults.first(fault_kind::over_budget); over != nullptr) {
        describe(*over, out);
        out.fix << remedy_for(over->ceiling);
        return true;
      }
      if (s.decoded == nullptr || s.decoded->outcome != decode_outcome::over_budget) {
        return false;
      }
      describe("", *s.decoded, out);
      out.fix << remedy_for(s.decoded->ceiling);
      return true;
    },
};

}  // namespace preflight::rules
