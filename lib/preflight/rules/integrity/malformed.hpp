#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule malformed{
    {
        .id = "malformed",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The file breaks the rules of its own format.",
        .why = "Programs handle a broken file in different ways: some refuse it, some show it damaged, some show it "
               "whole.",
        .fix = "Export it again from the program it came from, or get a fresh copy.",
    },
    [](const subject& s, const destination&, finding& out) {
      const fault* broken = s.file.faults.first(fault_kind::malformed);
      if (broken == nullptr) {
        return false;
      }
      describe(*broken, out);
      if (info(s.file.format).kind == kind::video) {
        out.fix << "Export it again, or rewrite the container without re-encoding: ffmpeg -i FILE "
                   "-c copy -movflags +faststart out."
                << info(s.file.format).extensions.front();
      }
      return true;
    },
};

}  // namespace preflight::rules
