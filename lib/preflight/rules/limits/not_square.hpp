#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/remedies/crop_to_aspect.hpp>

namespace preflight::rules {

inline constexpr file_rule not_square{
    {
        .id = "not-square",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The picture does not have the square shape that the destination advises.",
        .why = "The service crops it to a square, and not always where you would.",
        .fix = "Crop it to a square around the face.",
        .limit = "aspect",
        .applies_at = advises_square,
    },
    [](const subject& s, const destination& d, finding& out) {
      return advises_square(d) && misses_aspect(s.file, d, {d.picture_aspect->value, "advised"}, out);
    },
};

}  // namespace preflight::rules
