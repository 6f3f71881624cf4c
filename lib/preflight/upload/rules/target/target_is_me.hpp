#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule target_is_me{
    {
        .id = "target-is-me",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The target is the user `me`, but the token belongs to an app.",
        .why = "A Server-to-Server OAuth token belongs to an account, so there is no user `me`.",
        .fix = "Name the user by id or e-mail address.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (!s.request.token_has_no_user || s.request.kind != target_kind::user || s.request.id != "me") {
        return false;
      }
      out.actual << s.request.id;
      out.message << "The target is user:me, but the token belongs to an app, not to a user.";
      return true;
    },
};

}  // namespace preflight::upload::rules
