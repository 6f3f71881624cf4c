#pragma once

#include <preflight/rule.hpp>
#include <preflight/second_opinion.hpp>
#include <preflight/size_claims.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

inline constexpr rule video_too_large{
    .id = "video-too-large",
    .since = "0.1",
    .severity = severity::error,
    .summary = "A video track is wider or higher than the destination accepts.",
    .why =
        "The service refuses the upload. Its limit is written as width x height, so an upright video is measured "
        "upright: 1080x1920 is too high where 1920x1080 passes.",
    .fix = "Scale the video down.",
    .check =
        [](const subject& s, const destination& d, finding& out) {
          if (!d.video_most) {
            return false;
          }
          const extent most = d.video_most->value;
          for (const video_track& track : s.file.kept_tracks()) {
            size_claim largest{};
            for (const size_claim& claim : claims(track, decoded_size(s.file, track, s.decoded))) {
              const bool exceeds = claim.size.width > most.width || claim.size.height > most.height;
              largest = exceeds && claim.size.pixels() > largest.size.pixels() ? claim : largest;
            }
            if (!largest.size.usable()) {
              continue;
            }
            out.actual << largest.size;
            out.limit << most;
            out.message << track_subject{s.file, track} << " is " << largest.size;
            if (sizes_disagree(track) || largest.size != track.display()) {
              out.message << " by its " << largest.by;
            } else if (track.sample_entry.usable() && track.sample_entry != largest.size) {
              out.message << " (stored as " << track.sample_entry << ')';
            }
            out.message << "; the limit for " << d.title << " is " << most << '.';
            // scale counts stored pixels, so those that are not square are made square before.
            out.fix << "Scale it down: ffmpeg -i in.mp4 -vf "
                    << (track.pixel_aspect.a == track.pixel_aspect.b ? "" : "scale=iw*sar:ih,setsar=1,")
                    << "scale=" << most.width << ':' << most.height
                    << ":force_original_aspect_ratio=decrease:force_divisible_by=2 -pix_fmt yuv420p out.mp4";
            return true;
          }
          return false;
        },
    .limit_at = [](const destination& d) { return shown("at most ", d.video_most); },
};

}  // namespace preflight::rules
