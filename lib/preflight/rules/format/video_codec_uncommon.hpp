#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/input/bytes.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight::rules {

struct codec_name {
  std::uint32_t code;
  std::string_view name;
};

/// Sample entry codes by the MP4 registry (mp4ra.org) and the QuickTime File Format, "Video sample description".
inline constexpr std::array codec_names{
    codec_name{fourcc("hvc1"), "HEVC/H.265"},
    codec_name{fourcc("hev1"), "HEVC/H.265"},
    codec_name{fourcc("dvh1"), "Dolby Vision HEVC"},
    codec_name{fourcc("dvhe"), "Dolby Vision HEVC"},
    codec_name{fourcc("dva1"), "Dolby Vision AVC"},
    codec_name{fourcc("dvav"), "Dolby Vision AVC"},
    codec_name{fourcc("vvc1"), "VVC/H.266"},
    codec_name{fourcc("vvi1"), "VVC/H.266"},
    codec_name{fourcc("av01"), "AV1"},
    codec_name{fourcc("vp08"), "VP8"},
    codec_name{fourcc("vp09"), "VP9"},
    codec_name{fourcc("mp4v"), "MPEG-4 Visual or MPEG-2"},
    codec_name{fourcc("s263"), "H.263"},
    codec_name{fourcc("h263"), "H.263"},
    codec_name{fourcc("jpeg"), "Photo JPEG"},
    codec_name{fourcc("mjpa"), "Motion JPEG"},
    codec_name{fourcc("mjpb"), "Motion JPEG"},
    codec_name{fourcc("mjp2"), "Motion JPEG 2000"},
    codec_name{fourcc("png "), "PNG frames"},
    codec_name{fourcc("rle "), "QuickTime Animation"},
    codec_name{fourcc("apco"), "ProRes 422 Proxy"},
    codec_name{fourcc("apcs"), "ProRes 422 LT"},
    codec_name{fourcc("apcn"), "ProRes 422"},
    codec_name{fourcc("apch"), "ProRes 422 HQ"},
    codec_name{fourcc("ap4h"), "ProRes 4444"},
    codec_name{fourcc("ap4x"), "ProRes 4444 XQ"},
    codec_name{fourcc("aprn"), "ProRes RAW"},
    codec_name{fourcc("aprh"), "ProRes RAW HQ"},
    codec_name{fourcc("AVdn"), "DNxHD"},
    codec_name{fourcc("AVdh"), "DNxHR"},
    codec_name{fourcc("CFHD"), "CineForm"},
    codec_name{fourcc("m2v1"), "MPEG-2"},
    codec_name{fourcc("dvc "), "DV"},
    codec_name{fourcc("dvcp"), "DV PAL"},
    codec_name{fourcc("SVQ1"), "Sorenson Video"},
    codec_name{fourcc("SVQ3"), "Sorenson Video 3"},
    codec_name{fourcc("cvid"), "Cinepak"},
    codec_name{fourcc("raw "), "uncompressed"},
    codec_name{fourcc("2vuy"), "uncompressed"},
    codec_name{fourcc("v210"), "uncompressed"},
};

[[nodiscard]] constexpr std::string_view name_of_codec(std::uint32_t code) {
  for (const codec_name& codec : codec_names) {
    if (codec.code == code) {
      return codec.name;
    }
  }
  return {};
}

inline constexpr file_rule video_codec_uncommon{
    {
        .id = "video-codec-uncommon",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "A video track is not H.264.",
        .why = "The service does not document support for other codecs; a video that it cannot decode stays black.",
        .fix = "Encode it in H.264: ffmpeg -i FILE -c:v libx264 -pix_fmt yuv420p -movflags +faststart out.mp4",
        .limit = "advise-h264",
    },
    [](const subject& s, const destination& d, finding& out) {
      if (!d.h264_advised || !d.accepts(s.file.format)) {
        return false;
      }
      for (const video_track& track : s.file.kept_tracks()) {
        if (track.codec == 0 || track.codec == fourcc("avc1") || track.codec == fourcc("avc3") ||
            track.encrypted != 0) {
          continue;
        }
        const std::string_view name = name_of_codec(track.codec);
        out.actual << four_characters{track.codec};
        out.limit << "H.264";
        out.message << track_subject{s.file, track} << " is ";
        if (name.empty()) {
          out.message << "encoded as " << four_characters{track.codec};
        } else {
          out.message << name << " (" << four_characters{track.codec} << ')';
        }
        out.message << "; H.264 is the safe choice for " << d.title << '.';
        if (!write_encoding("Encode it in H.264: ", track, d, out.fix)) {
          out.fix << "Export it again in H.264, at a size within the limits.";
        }
        return true;
      }
      return false;
    },
};

}  // namespace preflight::rules
