#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/decode/cross_check.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

inline constexpr file_rule video_rotated{
    {
        .id = "video-rotated",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The video's display matrix rotates, mirrors, scales or shears it when it is shown.",
        .why = "Some players ignore the matrix and show the video as stored; it is not documented whether the service "
               "applies it.",
        .fix = "Re-encode it, so that it is stored as it is shown: ffmpeg -i FILE -pix_fmt yuv420p out.mp4",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.accepts(s.file.format)) {
        return false;
      }
      for (const video_track& track : s.file.kept_tracks()) {
        const orientation_matrix& m = track.matrix;
        if (m.identity()) {
          continue;
        }
        const extent stored = track.sample_entry.usable() ? track.sample_entry : track.codec_configuration;
        if (s.file.orientation_offset > 0) {
          out.offset = s.file.orientation_offset;
        }
        const picture_change change = change_for(track, track.display(), d);
        if (const std::string_view extension = video_to_make(d);
            !extension.empty() && change.size.kind != scaling::method::none) {
          out.fix << "Re-encode it, so that it is stored as it is shown: ffmpeg -i FILE";
          write_filter(change, out.fix);
          out.fix << " -pix_fmt yuv420p out." << extension;
        }
        out.message << track_subject{s.file, track} << " is stored as " << stored;
        if (m.degenerate) {
          out.actual << "degenerate";
          out.message << ", but its display matrix is invalid (it maps the picture to nothing); some players ignore "
                         "it, others show nothing.";
          return true;
        }
        out.message << " and shown as " << track.display() << ", ";
        if (!m.right_angled) {
          out.actual << "sheared";
          out.message << "sheared, or rotated by an angle that is not a multiple of 90 degrees.";
          return true;
        }
        std::string_view between;
        if (m.mirrored) {
          out.actual << "mirrored";
          out.message << "mirrored";
          between = " and ";
        }
        if (m.rotation != 0) {
          out.actual << (between.empty() ? "" : " ") << static_cast<std::uint16_t>(m.rotation);
          out.message << between << "rotated "
                      << (m.rotation == 90    ? "90 degrees clockwise"
                          : m.rotation == 270 ? "90 degrees counter-clockwise"
                                              : "180 degrees");
          between = " and ";
        }
        if (m.scaled) {
          out.actual << (between.empty() ? "" : " ") << "scaled";
          out.message << (between.empty() ? "but its matrix also scales it, which only some players apply"
                                          : "; its matrix also scales it, which only some players apply");
        }
        out.message << '.';
        return true;
      }
      if (s.decoded != nullptr && compare(s.file, *s.decoded).rotation) {
        const auto degrees = static_cast<std::uint16_t>(s.decoded->rotation);
        out.actual << degrees;
        out.message << "The headers say that ";
        if (s.file.video_tracks > 1) {
          out.message << "video track " << s.file.tracks[0].id;
        } else {
          out.message << "the video";
        }
        out.message << " is not rotated, but the decoder reports a rotation of " << degrees
                    << (degrees == 180 ? " degrees (" : " degrees clockwise (") << s.decoded->codec.text() << ").";
        return true;
      }
      return false;
    },
};

}  // namespace preflight::rules
