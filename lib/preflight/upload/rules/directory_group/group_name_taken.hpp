#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule group_name_taken{
    .id = "group-name-taken",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "Another directory group of the account has this name.",
    .why = "Names are unique in an account; the refusal is documented for new groups and likely for others.",
    .fix = "Choose another name.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->form == nullptr || !s.asked->form->name || !s.asked->form->name_is_taken) {
            return false;
          }
          out.actual << *s.asked->form->name;
          out.message << "Another group of the account already has the name that this one is to get.";
          return true;
        },
};

}  // namespace preflight::rules
