#pragma once

#include <preflight/rule.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

inline constexpr rule over_budget{
    .id = "over-budget",
    .since = "0.1",
    .severity = severity::error,
    .summary = "A ceiling on the work for one file was reached before the answer was known.",
    .why =
        "A file this large or this deeply nested can stall whatever opens it; what lies beyond the ceiling was not "
        "looked at.",
    .fix = "Export it again in a plainer form: fewer frames, fewer pixels, less metadata.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (const fault* ceiling = s.file.faults.first(fault_kind::over_budget); ceiling != nullptr) {
            say(*ceiling, out);
            return true;
          }
          if (s.decoded == nullptr || s.decoded->outcome != decode_outcome::over_budget) {
            return false;
          }
          say("", *s.decoded, out);
          return true;
        },
};

}  // namespace preflight::rules
