#pragma once

#include <preflight/decode/cross_check.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule decode_failed{
    {
        .id = "decode-failed",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The codec that most programs use rejects the file, or crashes on it; looked for at depth decode.",
        .why = "Where it fails here it most likely fails for the service too: the upload is refused, or shown broken.",
        .fix = "Export it again from the program it came from, or fetch a fresh copy.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.decoded == nullptr) {
        return false;
      }
      if (compare(s.file, *s.decoded).frames) {
        decoding counted = *s.decoded;
        counted.message.clear();
        if (s.file.video_tracks > 0) {
          counted.message << "no frame of a video came out";
        } else {
          counted.message << counted.frames << " of " << s.file.frames.value_or(0) << " frames came out";
        }
        describe("Decoding fails: ", counted, out);
        return true;
      }
      switch (s.decoded->outcome) {
        case decode_outcome::decoded:
        case decode_outcome::over_budget: return false;
        case decode_outcome::rejected: describe("Decoding fails: ", *s.decoded, out); break;
        case decode_outcome::crashed:
          describe("Decoding fails: ", *s.decoded, out);
          out.fix << "Export it again from a source that you trust: a file that crashes a decoder may be made to.";
          break;
        case decode_outcome::unsupported:
          describe("The codec here cannot decode it, so nothing is proven: ", *s.decoded, out);
          out.fix << "Export it in a more usual form: what is missing here is often missing where it is shown.";
          break;
        case decode_outcome::not_tried:
          describe("It was not decoded, so nothing is proven: ", *s.decoded, out);
          out.fix << "Run it again, and look whether the system is short of memory or of processes: no decoder has "
                     "seen the file.";
          break;
      }
      return true;
    },
};

}  // namespace preflight::rules
