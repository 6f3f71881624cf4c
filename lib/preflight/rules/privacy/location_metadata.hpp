#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule location_metadata{
    {
        .id = "location-metadata",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The file contains a GPS position.",
        .why = "The position is published with the file: anyone who gets the file can see where it was taken, which is "
               "often someone's home.",
        .fix = "Remove the position and all XMP data: exiftool -overwrite_original -gps:all= -xmp:all= FILE",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.file.location == location_source::none) {
        return false;
      }
      const std::string_view where = s.file.location == location_source::exif        ? "EXIF data"
                                     : s.file.location == location_source::xmp       ? "XMP data"
                                     : s.file.location == location_source::user_data ? "user data"
                                                                                     : "telemetry track";
      out.actual << where;
      out.offset = s.file.location_offset;
      out.message << "The file contains a GPS position in its " << where << " at byte "
                  << digit_grouping{s.file.location_offset} << '.';
      if (s.file.format == format::png) {  // ImageMagick writes positions as text, too
        out.fix << "Remove the position and all text: exiftool -overwrite_original -gps:all= -xmp:all= -PNG:all= "
                   "FILE";
      }
      if (info(s.file.format).kind == kind::video) {
        out.fix << "Remove it with the other metadata: ffmpeg -i FILE -dn -map_metadata -1 -c copy out."
                << info(s.file.format).extensions.front();
      }
      return true;
    },
};

}  // namespace preflight::rules
