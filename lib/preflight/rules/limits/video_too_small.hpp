#pragma once

#include <string_view>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/decode/cross_check.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule video_too_small{
    {
        .id = "video-too-small",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The width or height of a video track is below the destination's minimum.",
        .why = "The service refuses the upload. The limit applies to width and height as shown.",
        .fix = "Use a larger version of the video.",
        .limit = "video-min",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.min_video_size) {
        return false;
      }
      const extent least = d.min_video_size->value;
      for (const video_track& track : s.file.kept_tracks()) {
        const claimed_sizes all = claims(track, decoded_size(s.file, track, s.decoded));
        // Where the places disagree the largest counts; dimensions-disagree says that they do.
        size_claim largest{};
        bool reaches = all.empty();
        for (const size_claim& claim : all) {
          reaches = reaches || (claim.size.width >= least.width && claim.size.height >= least.height);
          largest = claim.size.pixels() > largest.size.pixels() ? claim : largest;
        }
        if (!reaches) {
          out.actual << largest.size;
          out.limit << least;
          out.message << track_subject{s.file, track} << " is " << largest.size << "; the minimum for " << d.title
                      << " is " << least << '.';
          const picture_change change = change_for(track, largest.size, d);
          const std::string_view extension = video_to_make(d);
          if (change.size.kind != scaling::method::none && !extension.empty()) {
            out.fix << "Use a larger version, or "
                    << (change.size.padded.usable() ? "add bars around this one"
                                                    : "enlarge this one, which adds no detail")
                    << ": ffmpeg -i FILE";
            write_filter(change, out.fix);
            out.fix << " -pix_fmt yuv420p out." << extension;
          }
          return true;
        }
      }
      return false;
    },
};

}  // namespace preflight::rules
