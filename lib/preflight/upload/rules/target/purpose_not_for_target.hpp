#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule purpose_not_for_target{
    {
        .id = "purpose-not-for-target",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "The purpose is one that this kind of target does not have.",
        .why = "Webinars have backgrounds and a wallpaper of their own, which nothing else has.",
        .fix = "For webinar:ID use --purpose webinar-background or webinar-wallpaper, and these for nothing else.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.form != nullptr || s.request.use == purpose::picture || takes(s.request.kind, s.request.use)) {
        return false;
      }
      out.actual << name_of(s.request.use);
      out.message << "The purpose is " << name_of(s.request.use) << ", which " << name_of(s.request.kind)
                  << " targets do not have.";
      return true;
    },
};

}  // namespace preflight::upload::rules
