#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule leading_data{
    {
        .id = "leading-data",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The picture or video does not begin at the first byte; other bytes precede it.",
        .why = "Programs look for the format at the first byte, and do not recognise the file.",
        .fix = "Cut off the bytes before it, or get a fresh copy.",
    },
    [](const subject& s, const destination&, finding& out) {
      const fault* leading = s.file.faults.first(fault_kind::leading_data);
      if (leading == nullptr) {
        return false;
      }
      out.actual << leading->offset;
      out.offset = leading->offset;
      out.message << "The " << display_name(s.file.format) << " begins at byte " << digit_grouping{leading->offset}
                  << ", after " << leading->what << '.';
      out.fix << "Cut it off: tail -c +" << leading->offset + 1 << " FILE > out."
              << info(s.file.format).extensions.front();
      return true;
    },
};

}  // namespace preflight::rules
