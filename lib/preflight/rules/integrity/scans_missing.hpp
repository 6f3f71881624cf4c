#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule scans_missing{
    {
        .id = "scans-missing",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "A JPEG ends properly, but without all of its scans.",
        .why = "The picture looks coarse or lacks its colours: a program or a transfer left out a part and closed the "
               "file.",
        .fix = "Export it again from the program it came from, or get a fresh copy.",
    },
    [](const subject& s, const destination&, finding& out) {
      const fault* missing = s.file.faults.first(fault_kind::scans_missing);
      if (missing == nullptr) {
        return false;
      }
      describe(*missing, out);
      return true;
    },
};

}  // namespace preflight::rules
