#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/size_claims.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

inline constexpr rule dimensions_disagree{
    .id = "dimensions-disagree",
    .since = "0.1",
    .severity = severity::warning,
    .summary = "The places in the file that state its size do not agree.",
    .why =
        "Programs believe different places, so the file may be measured, refused or shown at another size than here. "
        "The size rules use the largest.",
    .fix = "Export it again, so that one size is stated everywhere.",
    .check =
        [](const subject& s, const destination& d, finding& out) {
          const facts& f = s.file;
          if (f.format == format::gif && f.coded.usable() && hull(f.coded, f.canvas) != f.coded) {
            out.actual << f.canvas;
            out.message << "The GIF states a screen of " << f.coded << ", but its frames reach out to "
                        << hull(f.coded, f.canvas) << "; viewers show the one or the other.";
            out.fix << "Save it again with a screen that holds all its frames: gifsicle --crop 0,0+" << f.canvas
                    << " in.gif -o out.gif";
            return true;
          }
          if (!d.accepts(f.format)) {
            return false;
          }
          for (const video_track& track : f.kept_tracks()) {
            if (!sizes_disagree(track)) {
              continue;
            }
            out.message << "The file states different sizes for its video: ";
            std::string_view before;
            for (const size_claim& claim : claims(track)) {
              out.message << before << claim.by << ' ' << claim.size;
              out.actual << (before.empty() ? "" : " ") << claim.size;
              before = ", ";
            }
            out.message << '.';
            out.fix << "Encode it again, so that one size is stated everywhere: ffmpeg -i in.mp4 out.mp4";
            return true;
          }
          return false;
        },
};

}  // namespace preflight::rules
