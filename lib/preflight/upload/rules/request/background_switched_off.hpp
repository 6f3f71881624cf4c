#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule background_switched_off{
    {
        .id = "background-switched-off",
        .since = "0.1",
        .severity = severity::error,
        .summary = "Virtual backgrounds are switched off for the target.",
        .why = "Zoom requires them to be on for an upload; while they are off, users cannot choose a background.",
        .fix = "In the settings of the account, group or user, switch on \"Virtual background\" under \"In Meeting "
               "(Advanced)\".",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (replaces(s.request.use) || s.request.backgrounds_enabled.value_or(true)) {
        return false;
      }
      out.actual << "off";
      out.limit << "on";
      out.message << "Virtual backgrounds are switched off in the settings of this " << name_of(s.request.kind) << '.';
      return true;
    },
};

}  // namespace preflight::upload::rules
