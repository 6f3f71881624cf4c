#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule alpha_channel{
    {
        .id = "alpha-channel",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The PNG has transparency, which the destination does not show.",
        .why = "Transparent areas come out white or in another unintended colour.",
        .fix = "Put it on a background of your choice: convert FILE -background white -alpha remove -alpha off out.png",
        .limit = "advise-opaque",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.opaque_advised || s.file.format != format::png || !s.file.has_alpha.value_or(false)) {
        return false;
      }
      out.actual << "alpha";
      if (s.file.samples_offset > 0) {
        out.offset = s.file.samples_offset;
      }
      out.limit << "opaque";
      out.message << "The PNG has transparency (an alpha channel or a tRNS chunk); " << d.service
                  << " is reported to show transparent areas as white.";
      return true;
    },
};

}  // namespace preflight::rules
