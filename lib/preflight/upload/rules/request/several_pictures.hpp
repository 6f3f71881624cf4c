#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule several_pictures{
    .id = "several-pictures",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The run has another picture for the same user.",
    .why = "A user has one picture, and each that is sent replaces the one before it.",
    .fix = "Leave one picture for each user.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || !s.asked->is_picture || s.asked->other_picture.empty()) {
            return false;
          }
          out.message << "This user would also get " << s.asked->other_picture << ", and can have one picture only.";
          return true;
        },
};

}  // namespace preflight::rules
