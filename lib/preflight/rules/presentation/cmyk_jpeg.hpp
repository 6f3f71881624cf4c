#pragma once

#include <preflight/rule.hpp>

namespace preflight::rules {

inline constexpr file_rule cmyk_jpeg{
    {
        .id = "cmyk-jpeg",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The JPEG is CMYK (four colour components), as used for printing.",
        .why = "Screens use red, green and blue; many programs show CMYK pictures with wrong or inverted colours.",
        .fix = "Convert it to sRGB: convert FILE -colorspace sRGB out.jpg",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.file.format != format::jpeg || s.file.channels != 4) {
        return false;
      }
      out.actual << "4 components";
      if (s.file.samples_offset > 0) {
        out.offset = s.file.samples_offset;
      }
      out.message << "The JPEG has 4 colour components (CMYK, for printing); screens use 3.";
      return true;
    },
};

}  // namespace preflight::rules
