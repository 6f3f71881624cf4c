#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule target_takes_no_picture{
    .id = "target-takes-no-picture",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .is_fixed = true,
    .summary = "A profile picture is meant for a group or an account.",
    .why = "Only users have profile pictures; there is no call for anybody else's.",
    .fix = "Name users, or send the file as a background.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || !s.asked->is_picture || s.asked->kind == target_kind::user) {
            return false;
          }
          out.actual << name_of(s.asked->kind);
          out.limit << name_of(target_kind::user);
          out.message << "The target is " << (s.asked->kind == target_kind::group ? "a group" : "an account")
                      << ", and only a user has a profile picture.";
          return true;
        },
};

}  // namespace preflight::rules
