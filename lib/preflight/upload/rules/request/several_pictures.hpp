#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule several_pictures{
    {
        .id = "several-pictures",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The run has another profile picture for the same user, or another wallpaper for the same webinar.",
        .why = "A user has one profile picture; each one sent replaces the one before.",
        .fix = "Keep one picture per user.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (!replaces(s.request.use) || s.request.other_picture.empty()) {
        return false;
      }
      out.message << "This " << name_of(s.request.kind) << " would also get " << s.request.other_picture
                  << ", but can have only one" << (s.request.kind == target_kind::user ? " picture." : " wallpaper.");
      return true;
    },
};

}  // namespace preflight::upload::rules
