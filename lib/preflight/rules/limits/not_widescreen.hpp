#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/remedies/crop_to_aspect.hpp>

namespace preflight::rules {

inline constexpr file_rule not_widescreen{
    {
        .id = "not-widescreen",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The picture does not have the widescreen shape that the destination advises.",
        .why = "It is cropped, stretched or shown with bars.",
        .fix = "Crop it to the advised shape.",
        .limit = "aspect",
        .applies_at = advises_widescreen,
    },
    [](const subject& s, const destination& d, finding& out) {
      return advises_widescreen(d) && misses_aspect(s.file, d, {d.picture_aspect->value, "advised"}, out);
    },
};

}  // namespace preflight::rules
