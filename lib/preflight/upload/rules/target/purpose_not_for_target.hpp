#pragma once

#include <preflight/rules/message_values.hpp>
#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule purpose_not_for_target{
    {
        .id = "purpose-not-for-target",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "This kind of target does not support the purpose.",
        .why = "Webinars take only webinar backgrounds and a wallpaper, and no other target takes these.",
        .fix = "For webinar:ID, use --purpose webinar-background or webinar-wallpaper; for any other target, use "
               "background or picture.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form != nullptr || s.request.use == purpose::picture || takes(s.request.kind, s.request.use)) {
        return false;
      }
      out.actual << name_of(s.request.use);
      out.message << capitalized{name_of(s.request.kind)} << " targets do not support the purpose "
                  << name_of(s.request.use) << '.';
      return true;
    },
};

}  // namespace preflight::upload::rules
