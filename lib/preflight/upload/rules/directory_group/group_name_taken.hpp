#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_name_taken{
    {
        .id = "group-name-taken",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "Another directory group of the account has this name.",
        .why = "Names are unique in an account; Zoom documents that it refuses a taken name for a new group, but says "
               "nothing about renaming.",
        .fix = "Choose another name.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form == nullptr || !s.request.form->name || !s.request.form->name_is_taken) {
        return false;
      }
      out.actual << *s.request.form->name;
      out.message << "Another group of the account already has this name.";
      return true;
    },
};

}  // namespace preflight::upload::rules
