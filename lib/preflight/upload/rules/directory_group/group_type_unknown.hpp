#pragma once

#include <algorithm>

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule group_type_unknown{
    .id = "group-type-unknown",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The type of the directory group is none that there is.",
    .why = "The service knows three types, written in small letters.",
    .fix = "Write normal (members see each other), shared (all see it) or restricted (only members do).",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->form == nullptr || !s.asked->form->type ||
              std::find(group_types.begin(), group_types.end(), *s.asked->form->type) != group_types.end()) {
            return false;
          }
          out.actual << *s.asked->form->type;
          out.limit << "normal, shared or restricted";
          out.message << "The type of the group is to be '" << *s.asked->form->type
                      << "'; there are normal, shared and restricted.";
          return true;
        },
};

}  // namespace preflight::rules
