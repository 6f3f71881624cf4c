#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

/// What each orientation does to the stored picture to show it upright: Exif 2.32, 4.6.4, tag 0112; index is its value.
inline constexpr std::array<std::string_view, 9> orientation_effects{
    "",
    "",
    "mirrored left to right",
    "rotated 180 degrees",
    "mirrored top to bottom",
    "mirrored left to right and rotated 90 degrees counter-clockwise",
    "rotated 90 degrees clockwise",
    "mirrored left to right and rotated 90 degrees clockwise",
    "rotated 90 degrees counter-clockwise",
};

inline constexpr file_rule orientation_tag{
    {
        .id = "orientation-tag",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "An EXIF tag says that the picture must be rotated or mirrored when it is shown.",
        .why = "Programs that ignore the tag show the picture sideways or upside down; it is not documented whether "
               "the service applies it.",
        .fix = "Rotate the pixels and remove the tag: convert FILE -auto-orient +repage out.jpg",
    },
    [](const subject& s, const destination&, finding& out) {
      const std::uint8_t value = s.file.orientation;
      if (value < 2 || value >= orientation_effects.size()) {
        return false;
      }
      out.actual << value;
      if (s.file.orientation_offset > 0) {
        out.offset = s.file.orientation_offset;
      }
      out.message << "The EXIF orientation is " << value << ": the picture should be shown "
                  << orientation_effects[value];
      if (s.file.format == format::png) {
        out.message << "; most viewers ignore this in a PNG and show " << s.file.coded << " as stored.";
        out.fix << "If it looks right in a browser, remove the tag: exiftool -Orientation= FILE; if not, rotate the "
                   "picture in an editor and save it without metadata.";
      } else if (s.file.display() == s.file.coded) {
        out.message << '.';
      } else {
        out.message << ", as " << s.file.display() << "; programs that ignore it show " << s.file.coded << '.';
      }
      return true;
    },
};

}  // namespace preflight::rules
