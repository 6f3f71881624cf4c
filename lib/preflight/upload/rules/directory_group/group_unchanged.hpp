#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_unchanged{
    {
        .id = "group-unchanged",
        .since = "0.1",
        .severity = severity::error,
        .summary = "Nothing about the directory group is to change.",
        .why = "A call that changes nothing is most likely one whose options were forgotten.",
        .fix = "Give a name, a type or one of the search options.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form == nullptr || s.request.form->changes_something()) {
        return false;
      }
      out.message << "No field of the group is to change.";
      return true;
    },
};

}  // namespace preflight::upload::rules
