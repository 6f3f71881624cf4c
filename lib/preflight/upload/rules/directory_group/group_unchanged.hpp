#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule group_unchanged{
    {
        .id = "group-unchanged",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The command changes nothing about the directory group.",
        .why = "The options that say what to change were probably forgotten.",
        .fix = "Give a name, a type or one of the search options.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form == nullptr || s.request.form->changes_something()) {
        return false;
      }
      out.message << "No field of the group would change.";
      return true;
    },
};

}  // namespace preflight::upload::rules
