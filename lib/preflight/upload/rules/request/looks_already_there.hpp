#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule looks_already_there{
    .id = "looks-already-there",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "The target has a file of the same name and size already, which was not sent from here.",
    .why = "The service tells no checksum, so it may be the same file or not; sent again it would take another place.",
    .fix = "Look at the target's backgrounds, and leave this file out if it is there.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->is_picture || !s.asked->looks_already_there) {
            return false;
          }
          out.message << "This " << name_of(s.asked->kind) << " has a background of the name " << s.asked->sent_name
                      << " and of this size already, which was not sent from here.";
          return true;
        },
};

}  // namespace preflight::rules
