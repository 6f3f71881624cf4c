#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule external_media{
    {
        .id = "external-media",
        .since = "0.1",
        .severity = severity::error,
        .summary = "A track keeps its media in another file.",
        .why = "Only this file would be uploaded, and the part that lies elsewhere would be missing.",
        .fix = "Save it as a self-contained movie where the other file is at hand, for example in QuickTime Player.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (!s.file.external_media) {
        return false;
      }
      out.offset = *s.file.external_media;
      out.message
          << "A track keeps its media in another file, which would not travel with this one; the data reference at "
             "byte "
          << grouped{*out.offset} << " points outside.";
      return true;
    },
};

}  // namespace preflight::rules
