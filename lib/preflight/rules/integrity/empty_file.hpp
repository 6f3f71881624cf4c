#pragma once

#include <preflight/rule.hpp>

namespace preflight::rules {

inline constexpr file_rule empty_file{
    {
        .id = "empty-file",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The file is empty.",
        .why = "There is nothing to show, and the service refuses an empty upload.",
        .fix = "Copy or export the file again; a full disk or a broken download often leaves an empty file behind.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.not_read != nullptr || s.file.format != format::empty) {
        return false;
      }
      out.actual << "0 bytes";
      out.message << "The file is empty (0 bytes).";
      return true;
    },
};

}  // namespace preflight::rules
