#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule format_unknown{
    {
        .id = "format-unknown",
        .since = "0.1",
        .severity = severity::error,
        .summary = "Unrecognised file format.",
        .why = "The service is likely to refuse it too, or to show a broken picture.",
        .fix = "Export it again in an accepted format from the program it came from; if it does not open there, "
               "download it again.",
        .limit = "formats",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (s.not_read != nullptr || s.file.format != format::unknown) {
        return false;
      }
      out.actual << "unknown";
      out.limit << d.formats.value;
      out.message << "Unrecognised file format";
      if (!d.formats.value.empty()) {
        out.message << "; accepted for " << d.title << ": " << d.formats.value;
      }
      out.message << '.';
      return true;
    },
};

}  // namespace preflight::rules
