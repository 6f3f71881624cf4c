#pragma once

#include <preflight/rule.hpp>

namespace preflight::rules {

inline constexpr file_rule duplicate_content{
    {
        .id = "duplicate-content",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "An earlier file for the same user has the same content.",
        .why = "The same content would count twice towards the user's limit.",
        .fix = "Leave one of them out.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.not_read != nullptr || s.in_run == nullptr || s.in_run->same_bytes_as.empty() ||
          s.file.format == format::empty) {
        return false;
      }
      out.message << "The file has the same bytes as " << s.in_run->same_bytes_as << '.';
      return true;
    },
};

}  // namespace preflight::rules
