#pragma once

#include <preflight/decode/decode_result.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule not_examined{
    {
        .id = "not-examined",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "The destination accepts the format, but this version cannot read the format or decode the codec.",
        .why = "What was not looked at may be damaged, too large, or something other than its first bytes suggest.",
        .fix = "Convert it to PNG, JPEG, GIF, MP4 or MOV, or check it with a program that reads this format.",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (s.decoded != nullptr && s.decoded->outcome == decode_outcome::not_used) {
        describe("Not decoded: ", *s.decoded, out);
        write_encoding("Encode it in H.264: ", s.file.tracks[0], d, out.fix);
        return true;
      }
      const format is = s.file.format;
      if (is == format::unknown || is == format::empty || is_examined(is) || !d.accepts(is)) {
        return false;
      }
      out.actual << info(is).name;
      out.message << "This is " << info(is).title << ", which this version recognises but cannot examine.";
      return true;
    },
};

}  // namespace preflight::rules
