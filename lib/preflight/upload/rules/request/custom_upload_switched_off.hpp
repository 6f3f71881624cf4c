#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule custom_upload_switched_off{
    .id = "custom-upload-switched-off",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "The target's settings do not allow backgrounds of one's own.",
    .why = "It is not known whether the setting, made for people, also stops uploads by an app.",
    .fix = "Try one file first, or switch on the upload of own backgrounds in the target's settings.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->is_picture || s.asked->uploads_allowed.value_or(true)) {
            return false;
          }
          out.actual << "off";
          out.limit << "on";
          out.message << "The settings of this " << name_of(s.asked->kind) << " do not allow own backgrounds.";
          return true;
        },
};

}  // namespace preflight::rules
