#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule target_is_me{
    .id = "target-is-me",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The target is the user `me`, and the token belongs to an app, which is no user.",
    .why = "A token of Server-to-Server OAuth stands for an account, so nobody is meant by `me`.",
    .fix = "Name the user by id or e-mail address.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || !s.asked->token_has_no_user || s.asked->kind != target_kind::user ||
              s.asked->id != "me") {
            return false;
          }
          out.actual << s.asked->id;
          out.message << "The target is user:me, but the token belongs to an app and not to a user.";
          return true;
        },
};

}  // namespace preflight::rules
