#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule target_is_me{
    {
        .id = "target-is-me",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The target is the user `me`, and the token belongs to an app, which is no user.",
        .why = "A token of Server-to-Server OAuth stands for an account, so nobody is meant by `me`.",
        .fix = "Name the user by id or e-mail address.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (!s.request.token_has_no_user || s.request.kind != target_kind::user || s.request.id != "me") {
        return false;
      }
      out.actual << s.request.id;
      out.message << "The target is user:me, but the token belongs to an app and not to a user.";
      return true;
    },
};

}  // namespace preflight::upload::rules
