#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule external_media{
    {
        .id = "external-media",
        .since = "0.1",
        .severity = severity::error,
        .summary = "A track's media is in another file.",
        .why = "Only this file would be uploaded; the media in the other file would be missing.",
        .fix = "Save it as a self-contained movie on the machine that has the other file, for example in QuickTime "
               "Player.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (!s.file.external_media) {
        return false;
      }
      out.offset = *s.file.external_media;
      out.message << "A track's media is in another file, which would not be uploaded; its data reference is at byte "
                  << digit_grouping{*out.offset} << ".";
      return true;
    },
};

}  // namespace preflight::rules
