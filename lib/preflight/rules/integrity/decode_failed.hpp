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
        .summary = "The usual codec rejects the file or crashes on it (checked only at depth decode).",
        .why = "The service will most likely fail on it too, and refuse the upload or show it broken.",
        .fix = "Export it again from the program it came from, or get a fresh copy.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.decoded == nullptr) {
        return false;
      }
      if (compare(s.file, *s.decoded).frames) {
        decode_result counted = *s.decoded;
        counted.message.clear();
        if (s.file.video_tracks > 0) {
          counted.message << "the video produced no frames";
        } else {
          counted.message << counted.frames << " of " << s.file.frames.value_or(0) << " frames decoded";
        }
        describe("Decoding failed: ", counted, out);
        return true;
      }
      switch (s.decoded->outcome) {
        case decode_outcome::decoded:
        case decode_outcome::over_budget:
        case decode_outcome::not_used: return false;
        case decode_outcome::rejected: describe("Decoding failed: ", *s.decoded, out); break;
        case decode_outcome::crashed:
          describe("Decoding failed: ", *s.decoded, out);
          out.fix << "Export it again from a trusted source: a file that crashes a decoder may be malicious.";
          break;
        case decode_outcome::unsupported:
          describe("The codec cannot decode this kind of file, so the result is unknown: ", *s.decoded, out);
          out.fix << "Export it in a more common form; other programs may not support this one either.";
          break;
        case decode_outcome::not_tried:
          describe("Not decoded: ", *s.decoded, out);
          out.fix << "Run the check again; the system may be short of memory or processes.";
          break;
      }
      return true;
    },
};

}  // namespace preflight::rules
