#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule group_unchanged{
    .id = "group-unchanged",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "Nothing about the directory group is to change.",
    .why = "A call that changes nothing is most likely one whose options were forgotten.",
    .fix = "Give a name, a type or one of the search options.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->form == nullptr || s.asked->form->changes_something()) {
            return false;
          }
          out.message << "No field of the group is to change.";
          return true;
        },
};

}  // namespace preflight::rules
