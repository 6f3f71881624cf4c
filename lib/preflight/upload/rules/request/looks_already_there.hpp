#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule looks_already_there{
    {
        .id = "looks-already-there",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The target has a file of the same name and size already, which was not sent from here.",
        .why =
            "The service tells no checksum, so it may be the same file or not; sent again it would take another place.",
        .fix = "Look at the target's backgrounds, and leave this file out if it is there.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.is_picture || !s.request.looks_already_there) {
        return false;
      }
      out.message << "This " << name_of(s.request.kind) << " has a background of the name " << s.request.sent_name
                  << " and of this size already, which was not sent from here.";
      return true;
    },
};

}  // namespace preflight::upload::rules
