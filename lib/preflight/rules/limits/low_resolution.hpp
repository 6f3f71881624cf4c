#pragma once

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule low_resolution{
    {
        .id = "low-resolution",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The picture is smaller than the destination advises.",
        .why = "It is enlarged when shown and looks blurred.",
        .fix = "Use a larger version; enlarging this one adds no detail.",
        .limit = "picture-min",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.advised_picture_size || info(s.file.format).kind != kind::image) {
        return false;
      }
      const extent size = picture_size(s.file);
      const extent least = d.advised_picture_size->value;
      if (!size.usable() || (size.width >= least.width && size.height >= least.height)) {
        return false;
      }
      out.actual << size;
      out.limit << least;
      out.message << "The picture is " << size << "; " << least << " or more is advised for " << d.title << '.';
      return true;
    },
};

}  // namespace preflight::rules
