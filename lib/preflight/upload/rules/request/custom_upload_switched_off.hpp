#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule custom_upload_switched_off{
    {
        .id = "custom-upload-switched-off",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The target's settings do not allow custom backgrounds.",
        .why = "It is unknown whether this setting also blocks uploads by an app.",
        .fix = "Try one file first, or allow custom backgrounds in the target's settings.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (replaces(s.request.use) || s.request.uploads_allowed.value_or(true)) {
        return false;
      }
      out.actual << "off";
      out.limit << "on";
      out.message << "The settings of this " << name_of(s.request.kind) << " do not allow custom backgrounds.";
      return true;
    },
};

}  // namespace preflight::upload::rules
