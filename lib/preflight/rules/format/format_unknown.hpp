#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule format_unknown{
    {
        .id = "format-unknown",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The bytes are of no format that is recognised.",
        .why = "What cannot be recognised here is refused by the service too, or shown as a broken picture.",
        .fix = "Open it in the program it came from and export it in an accepted format; if it does not open there "
               "either, "
               "fetch it again.",
        .limit_at = [](const destination& d) { return shown(d.formats); },
    },
    [](const subject& s, const destination& d, finding& out) {
      if (s.not_read != nullptr || s.file.format != format::unknown) {
        return false;
      }
      out.actual << "unknown";
      out.limit << d.formats.value;
      out.message << "The bytes are of no known picture or video format";
      if (!d.formats.value.empty()) {
        out.message << "; accepted for " << d.title << ": " << d.formats.value;
      }
      out.message << '.';
      return true;
    },
};

}  // namespace preflight::rules
