#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule looks_already_there{
    {
        .id = "looks-already-there",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The target already has a file of this name and size that is not in the ledger.",
        .why = "Zoom gives no checksum, so it may or may not be the same file; sending it again would count towards "
               "the limit again.",
        .fix = "Look at the target's backgrounds, and leave this file out if it is there.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (replaces(s.request.use) || !s.request.looks_already_there) {
        return false;
      }
      out.message << "This " << name_of(s.request.kind) << " already has a background named " << s.request.sent_name
                  << " of this size that is not in the ledger.";
      return true;
    },
};

}  // namespace preflight::upload::rules
