#pragma once

#include <string_view>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/decode/cross_check.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule video_too_large{
    {
        .id = "video-too-large",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The width or height of a video track exceeds the destination's maximum.",
        .why = "The service refuses the upload. The limit is width x height as shown, so a 1080x1920 portrait video "
               "is too tall, although a 1920x1080 one passes.",
        .fix = "Scale the video down.",
        .limit = "video-max",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.max_video_size) {
        return false;
      }
      const extent most = d.max_video_size->value;
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
          out.message << ' ' << largest.place;
        } else if (track.sample_entry.usable() && track.sample_entry != largest.size) {
          out.message << " (stored as " << track.sample_entry << ')';
        }
        const bool wide = largest.size.width > most.width;
        out.message << (!wide                               ? ", too tall"
                        : largest.size.height > most.height ? ", too wide and too tall"
                                                            : ", too wide")
                    << "; the limit for " << d.title << " is " << most << '.';
        const picture_change change = change_for(track, largest.size, d);
        const std::string_view extension = video_to_make(d);
        if (change.size.kind != scaling::method::none && !extension.empty()) {
          out.fix << "Scale it down" << (change.size.padded.usable() ? ", with bars to keep its shape" : "")
                  << ": ffmpeg -i FILE";
          write_filter(change, out.fix);
          out.fix << " -pix_fmt yuv420p out." << extension;
        }
        return true;
      }
      return false;
    },
};

}  // namespace preflight::rules
