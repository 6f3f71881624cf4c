#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule background_switched_off{
    .id = "background-switched-off",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "Virtual backgrounds are switched off for the target.",
    .why = "The service requires them to be on for an upload, and nobody could choose the background.",
    .fix = "Switch on In Meeting (Advanced), Virtual background, in the settings of the account, group or user.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->is_picture || s.asked->backgrounds_enabled.value_or(true)) {
            return false;
          }
          out.actual << "off";
          out.limit << "on";
          out.message << "Virtual backgrounds are switched off in the settings of this " << name_of(s.asked->kind)
                      << '.';
          return true;
        },
};

}  // namespace preflight::rules
