#pragma once

#include <optional>

#include <preflight/rule.hpp>
#include <preflight/rules/remedies/crop_to_aspect.hpp>

namespace preflight::rules {

inline constexpr file_rule not_square{{
                                          .id = "not-square",
                                          .since = "0.1",
                                          .severity = severity::warning,
                                          .summary = "The picture is not square.",
                                          .why = "The service crops it to a square, and not always where you would.",
                                          .fix = "Crop it to a square around the face.",
                                          .limit_at =
                                              [](const destination& d) {
                                                return d.picture_aspect && is_square(d.picture_aspect->value)
                                                           ? shown("", d.picture_aspect)
                                                           : std::nullopt;
                                              },
                                      },
                                      [](const subject& s, const destination& d, finding& out) {
                                        if (!d.picture_aspect || !is_square(d.picture_aspect->value)) {
                                          return false;
                                        }
                                        return misses_aspect(s.file, d, out);
                                      }};

}  // namespace preflight::rules
