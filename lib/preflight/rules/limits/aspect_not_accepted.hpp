#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/remedies/crop_to_aspect.hpp>

namespace preflight::rules {

inline constexpr file_rule aspect_not_accepted{
    {
        .id = "aspect-not-accepted",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The picture does not have the shape that the service requires.",
        .why = "The service refuses pictures of another shape.",
        .fix = "Crop it to the required shape.",
        .limit = "aspect-required",
        .applies_at = [](const destination& d) { return d.required_aspect.has_value(); },
    },
    [](const subject& s, const destination& d, finding& out) {
      return d.required_aspect && misses_aspect(s.file, d, {d.required_aspect->value, "required"}, out);
    },
};

}  // namespace preflight::rules
