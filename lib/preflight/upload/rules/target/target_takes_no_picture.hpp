#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule target_takes_no_picture{
    {
        .id = "target-takes-no-picture",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "The target of a profile picture is not a user.",
        .why = "Only users have profile pictures.",
        .fix = "Name users, or send the file as a background.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.use != purpose::picture || s.request.kind == target_kind::user) {
        return false;
      }
      out.actual << name_of(s.request.kind);
      out.limit << name_of(target_kind::user);
      out.message << "The target is " << (s.request.kind == target_kind::account ? "an " : "a ")
                  << name_of(s.request.kind) << ", but only users have profile pictures.";
      return true;
    },
};

}  // namespace preflight::upload::rules
