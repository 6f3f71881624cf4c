#pragma once

#include <preflight/rule.hpp>

namespace preflight::rules {

inline constexpr file_rule name_has_space{
    {
        .id = "name-has-space",
        .since = "0.1",
        .severity = severity::note,
        .summary = "The file name has a space.",
        .why = "Links to it have to be quoted.",
        .fix = "Use a hyphen instead of the space.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.name.find(' ') == std::string_view::npos) {
        return false;
      }
      out.message << "The file name has a space.";
      return true;
    },
};

}  // namespace preflight::rules
