#pragma once

#include <string_view>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/decode/cross_check.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule dimensions_disagree{
    {
        .id = "dimensions-disagree",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The file states different sizes in different places.",
        .why = "Programs differ in which one they use, so the file may be measured or shown at a size other than the "
               "one reported here. The size rules use the largest.",
        .fix = "Export it again with a single size.",
    },
    [](const subject& s, const destination& d, finding& out) {
      const facts& f = s.file;
      if (const extent all = picture_size(f); f.format == format::gif && all != f.coded) {
        out.actual << all;
        out.message << "The GIF has a screen of " << f.coded << ", but its frames extend to " << all
                    << "; viewers differ in which of the two sizes they show.";
        out.fix << "Save it again with a screen that holds all its frames: gifsicle --logical-screen " << all
                << " FILE -o out.gif";
        return true;
      }
      if (!d.accepts(f.format)) {
        return false;
      }
      if (f.video_tracks == 0 && s.decoded != nullptr && compare(f, *s.decoded).size) {
        const extent stored{f.coded.width, f.height_after_scan.value_or(f.coded.height)};
        out.actual << stored << ", " << s.decoded->size;
        out.message << "The picture is " << stored << " in its header and " << s.decoded->size
                    << " according to its decoder (" << s.decoded->codec.text() << ").";
        return true;
      }
      for (const video_track& track : f.kept_tracks()) {
        const extent decoded = decoded_size(f, track, s.decoded);
        if (!sizes_disagree(track) && !decoded.usable()) {
          continue;
        }
        out.message << track_subject{f, track} << " has more than one size: ";
        std::string_view before;
        for (const size_claim& claim : claims(track, decoded)) {
          out.actual << before << claim.size;
          out.message << before << claim.size << ' ' << claim.place;
          before = ", ";
        }
        out.message << '.';
        if (f.video_tracks == 1 && f.other_size_offset > 0) {
          out.offset = f.other_size_offset;
        }
        if (const std::string_view extension = video_to_make(d); !extension.empty()) {
          out.fix << "Re-encode it with a single size: ffmpeg -i FILE out." << extension;
        }
        return true;
      }
      return false;
    },
};

}  // namespace preflight::rules
