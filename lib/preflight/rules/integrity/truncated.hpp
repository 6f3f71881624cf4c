#pragma once

#include <preflight/decode/cross_check.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule truncated{
    {
        .id = "truncated",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The file is incomplete: it ends before its format says it should.",
        .why = "The end is missing: a picture is grey or blank at the bottom, a video stops early or does not play.",
        .fix = "Download or copy the file again; the transfer did not finish.",
    },
    [](const subject& s, const destination&, finding& out) {
      const fault* cut = s.file.faults.first(fault_kind::truncated);
      if (cut == nullptr) {
        if (s.decoded == nullptr || !compare(s.file, *s.decoded).duration) {
          return false;
        }
        const std::uint64_t stated = stated_milliseconds(s.file) / 1000;
        const std::uint64_t here = s.decoded->duration_milliseconds / 1000;
        out.actual << here << " s";
        out.limit << stated << " s";
        out.message << "The header gives " << digit_grouping{stated} << " seconds, but the video ends after "
                    << digit_grouping{here} << ": the remaining fragments are missing.";
        return true;
      }
      describe(*cut, out);
      if (info(s.file.format).kind == kind::video) {
        // Without its index (moov) the video was never complete, so there is nothing to copy again.
        const bool index_seen = s.file.video_tracks + s.file.audio_tracks > 0;
        out.fix << (index_seen ? "Download or copy the file again"
                               : "Wait until the program writing it has finished, then copy or export it again")
                << "; if it is one segment of a stream, join all segments into one file first.";
      }
      return true;
    },
};

}  // namespace preflight::rules
