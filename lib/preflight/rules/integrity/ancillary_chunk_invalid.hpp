#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule ancillary_chunk_invalid{
    {
        .id = "ancillary-chunk-invalid",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "A PNG chunk that no pixel depends on is damaged, misplaced or duplicated.",
        .why = "Most programs ignore such a chunk; some refuse the file. Any colour information, text or date in it "
               "may be "
               "lost. A wrong CRC means that bytes were changed after the file was written.",
        .fix = "Open it in an image editor and save it as PNG again; the picture itself is whole.",
    },
    [](const subject& s, const destination&, finding& out) {
      const fault* invalid = s.file.faults.first(fault_kind::ancillary_chunk);
      if (invalid == nullptr) {
        return false;
      }
      describe(*invalid, out);
      return true;
    },
};

}  // namespace preflight::rules
