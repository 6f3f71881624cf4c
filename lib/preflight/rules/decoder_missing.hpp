#pragma once

#include <preflight/rule.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

inline constexpr rule decoder_missing{
    .id = "decoder-missing",
    .since = "0.1",
    .severity = severity::warning,
    .summary = "The codec library here lacks what the file needs, so depth decode proves nothing.",
    .why = "It may be sound or damaged. What is missing here is often missing where the file is shown.",
    .fix = "Export it in a more usual form, or check it where the codec is installed.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.decoded == nullptr || s.decoded->outcome != decode_outcome::unsupported) {
            return false;
          }
          say("It was not decoded: ", *s.decoded, out);
          return true;
        },
};

}  // namespace preflight::rules
