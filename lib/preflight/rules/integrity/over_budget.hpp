#pragma once

#include <array>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

/// What helps against a ceiling, by a word of the sentence that names it; codecs and sniffers say the same things.
struct ceiling_remedy {
  std::string_view word;
  std::string_view what_to_do;
};

/// The first row counts whose word stands in the sentence.
inline constexpr std::array ceiling_remedies{
    ceiling_remedy{"all frames together", "Shorten it, or scale it down."},
    ceiling_remedy{"pixels", "Scale it down; --max-pixels allows more."},
    ceiling_remedy{"processor time", "Shorten it, scale it down, or raise the limit on processor time (ulimit -t)."},
    ceiling_remedy{"takes too long", "Shorten it, or scale it down; --max-seconds allows more."},
    ceiling_remedy{"video tracks", "Keep one video track: ffmpeg -i FILE -map 0:v:0 -c copy out.mp4"},
    ceiling_remedy{"the video has", "Shorten it, or export it again at an ordinary frame rate."},
    ceiling_remedy{"samples", "Shorten it, or export it again at an ordinary frame rate."},
    ceiling_remedy{"packets", "Shorten it, or export it again at an ordinary frame rate."},
    ceiling_remedy{"scans", "Save it again as an ordinary JPEG: convert FILE -interlace none out.jpg"},
    ceiling_remedy{"memory", "Save it with fewer pixels or in a simpler form; --max-memory allows more."},
    ceiling_remedy{"frames", "Shorten it, or keep one frame: ffmpeg -i FILE -frames:v 1 -pix_fmt rgb24 out.png"},
    ceiling_remedy{"GIF blocks", "Save it again without extra data: gifsicle FILE -o out.gif"},
    ceiling_remedy{"chunks", "Save it again without its metadata: ffmpeg -i FILE -frames:v 1 out.png"},
    ceiling_remedy{"between the marker", "Save it again without extra data: convert FILE out.jpg"},
    ceiling_remedy{"segments", "Save it again without its metadata: convert FILE -strip out.jpg"},
    ceiling_remedy{"boxes", "Rewrite the container: ffmpeg -i FILE -c copy out.mp4"},
    ceiling_remedy{"bytes", "Save it again without its metadata, or shorten it."},
};

constexpr void advise_against(std::string_view ceiling, finding& out) {
  for (const ceiling_remedy& each : ceiling_remedies) {
    if (ceiling.find(each.word) != std::string_view::npos) {
      out.fix << each.what_to_do;
      return;
    }
  }
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
      if (const fault* ceiling = s.file.faults.first(fault_kind::over_budget); ceiling != nullptr) {
        describe(*ceiling, out);
        advise_against(ceiling->what, out);
        return true;
      }
      if (s.decoded == nullptr || s.decoded->outcome != decode_outcome::over_budget) {
        return false;
      }
      describe("", *s.decoded, out);
      advise_against(s.decoded->message.text(), out);
      return true;
    },
};

}  // namespace preflight::rules
