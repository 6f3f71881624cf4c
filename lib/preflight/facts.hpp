#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <preflight/facts/depth.hpp>
#include <preflight/facts/fault.hpp>
#include <preflight/facts/format.hpp>
#include <preflight/facts/pixel_layout.hpp>

namespace preflight {

/// Pixels. Zero means unknown or zero in the file; either way it is not usable.
struct extent {
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  [[nodiscard]] constexpr bool usable() const { return width > 0 && height > 0; }
  [[nodiscard]] constexpr extent transposed() const { return {height, width}; }
  [[nodiscard]] constexpr std::uint64_t pixels() const { return std::uint64_t{width} * height; }
  friend constexpr bool operator==(const extent&, const extent&) = default;
};

/// The larger of each side.
[[nodiscard]] constexpr extent hull(extent a, extent b) {
  return {a.width > b.width ? a.width : b.width, a.height > b.height ? a.height : b.height};
}

/// Block codecs store whole macroblocks of 16 x 16 pixels, so 1920x1080 is stored as 1920x1088 and cut back by whatever
/// describes the picture. True if `stored` is `cut` and such padding.
[[nodiscard]] constexpr bool is_padding_of(extent stored, extent cut) {
  const auto side = [](std::uint32_t full, std::uint32_t part) {
    return full >= part && full - part < 16 && full % 16 == 0;
  };
  return cut.usable() && (stored.width == cut.width || side(stored.width, cut.width)) &&
         (stored.height == cut.height || side(stored.height, cut.height));
}

/// a : b, of pixel aspects and clean apertures. 0:0 if the file has none.
struct ratio {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  [[nodiscard]] constexpr bool usable() const { return a > 0 && b > 0; }
  friend constexpr bool operator==(const ratio&, const ratio&) = default;
};

/// value x factor.a / factor.b, rounded, and the largest 32-bit number where that is too large. An unusable ratio
/// changes nothing.
[[nodiscard]] constexpr std::uint32_t scaled(std::uint32_t value, ratio factor) {
  if (!factor.usable()) {
    return value;
  }
  const std::uint64_t product = std::uint64_t{value} * factor.a;
  const std::uint64_t quotient = product / factor.b + (product % factor.b >= factor.b - product % factor.b ? 1 : 0);
  return quotient > 0xFFFFFFFFU ? 0xFFFFFFFFU : static_cast<std::uint32_t>(quotient);
}

/// Combined effect of the matrices of track header and movie header (ISO 14496-12, 8.3.2 and 8.2.2).
struct orientation_matrix {
  std::int16_t rotation = 0;  ///< degrees clockwise: 0, 90, 180, 270
  bool mirrored = false;      ///< flipped left to right, before the rotation
  bool right_angled = true;   ///< false: sheared, turned by another angle, or degenerate; rotation is 0 then
  bool scaled = false;        ///< a side grows or shrinks by more than 1 %; no size here takes that into account
  bool degenerate = false;    ///< the picture would vanish, as with a matrix of zeros
  [[nodiscard]] constexpr bool identity() const { return rotation == 0 && !mirrored && right_angled && !scaled; }
  [[nodiscard]] constexpr bool transposes() const { return rotation == 90 || rotation == 270; }
};

/// Ticks of a clock of its own. Nothing is known where the timescale is 0.
struct media_time {
  std::uint64_t ticks = 0;
  std::uint32_t timescale = 0;  ///< ticks in a second
  [[nodiscard]] constexpr bool known() const { return timescale > 0; }
  [[nodiscard]] constexpr double seconds() const {
    return known() ? static_cast<double>(ticks) / static_cast<double>(timescale) : 0;
  }
  friend constexpr bool operator==(const media_time&, const media_time&) = default;
};

/// One video track of an MP4 or MOV file, with every size it claims.
struct video_track {
  std::uint32_t id = 0;
  std::uint32_t codec = 0;     ///< four-character code of the sample entry; 0 where there is none
  extent sample_entry;         ///< stsd: as stored
  extent other_entries;        ///< stsd: hull of the further entries that state another size; 0x0 where none does
  extent other_entries_shown;  ///< the same with each entry's own pixel aspect, before the matrix
  extent track_header;         ///< tkhd: 16.16 rounded, before the matrix; 0x0 where unspecified
  extent codec_configuration;  ///< avcC/hvcC: coded size with the cropping applied; 0x0 where not read
  extent clean_aperture;       ///< clap, rounded; 0x0 where absent
  ratio pixel_aspect;          ///< pasp, horizontal : vertical spacing
  orientation_matrix matrix;
  pixel_layout pixels;
  dynamic_range range = dynamic_range::standard;
  bool dolby_vision = false;    ///< whatever the range of its base layer
  std::uint64_t samples = 0;    ///< that have a time, of moov and all fragments; not counted at depth header
  media_time length;            ///< of those
  std::uint32_t encrypted = 0;  ///< code of the first sample entry that is protected; 0: none is
  bool external = false;        ///< a data reference that points outside the file
  bool disabled = false;        ///< switched off in its header

  /// Samples in a second, on average; 0 where unknown.
  [[nodiscard]] constexpr double frame_rate() const {
    return length.known() && length.ticks > 0 ? static_cast<double>(samples) / length.seconds() : 0;
  }
  [[nodiscard]] constexpr std::string_view hdr() const {
    return dolby_vision ? "dolby-vision" : range == dynamic_range::pq ? "pq" : range == dynamic_range::hlg ? "hlg" : "";
  }

  [[nodiscard]] constexpr extent turned(extent square) const {
    return matrix.transposes() ? square.transposed() : square;
  }
  /// A stored size as it is shown: pixel aspect, then matrix.
  [[nodiscard]] constexpr extent shown(extent stored) const {
    return turned({scaled(stored.width, pixel_aspect), stored.height});
  }
  /// The size on the screen, from the sample entry (or what stands in for it) and the clean aperture.
  [[nodiscard]] constexpr extent display() const {
    if (clean_aperture.usable() && sample_entry.usable()) {
      return shown(clean_aperture);
    }
    return shown(sample_entry.usable() ? sample_entry : codec_configuration);
  }
};
inline constexpr std::size_t max_video_tracks = 8;

/// Where a geographic position was found.
enum class location_source : std::uint8_t { none, exif, xmp, user_data, telemetry };

/// Properties of a file, without opinions or limits. Values that the file does not give, or that are deeper than it was
/// read, are unset; offsets and lengths are in bytes.
struct facts {
  preflight::format format = preflight::format::unknown;
  depth depth_reached = depth::header;  ///< the depth asked for; a fault may end the walk earlier
  std::uint64_t file_size = 0;

  extent coded;   ///< IHDR, SOF, GIF logical screen, or the first video track's sample entry
  extent canvas;  ///< GIF: the hull of the screen and every frame; 0x0 for other formats
  std::optional<std::uint32_t> height_after_scan;  ///< JPEG: the height a DNL segment gives; coded.height is 0 then
  std::uint8_t orientation = 0;                    ///< EXIF value 1 to 8; 0 where absent or not one of these
  std::uint8_t bit_depth = 0;                      ///< bits of a sample; palette formats: of the colour, not the index
  std::uint8_t channels = 0;  ///< samples of a pixel as shown, alpha included: 1 to 4; 0 where unknown
  std::optional<bool> has_alpha;
  std::optional<bool> animated;
  std::optional<std::uint64_t> frames;
  bool frames_at_least = false;      ///< the count stopped at the budget
  std::uint8_t jpeg_process = 0;     ///< second byte of the SOF marker, C0 to CF, or DE (hierarchical); else 0
  std::uint64_t samples_offset = 0;  ///< where bit depth, channels and alpha are said: SOF, IHDR, tRNS; 0: not known
  std::uint64_t orientation_offset = 0;  ///< of the EXIF entry, or of the first matrix that is not the identity
  std::uint64_t other_size_offset = 0;   ///< video: of the first box after the sample entry that states another size

  std::uint64_t duration = 0;  ///< stated by moov, in 1/timescale seconds; meaningful where timescale > 0
  std::uint32_t timescale = 0;
  media_time fragmented_length;  ///< of moov and all fragments, where there are any
  bool fragmented = false;       ///< samples lie in movie fragments (ISO 14496-12, 8.8)
  std::array<video_track, max_video_tracks> tracks{};
  std::uint32_t video_tracks = 0;  ///< may exceed the size of `tracks`, with an over_budget fault
  std::uint32_t audio_tracks = 0;

  std::optional<std::uint64_t> external_media;  ///< where a data reference points outside the file; any track
  location_source location = location_source::none;
  std::uint64_t location_offset = 0;

  std::optional<std::uint64_t> end;  ///< where the format's own data ends, if the walk got there
  preflight::format trailing_format = preflight::format::unknown;  ///< format of the data that starts at `end`, if any
  preflight::format wrapped_format = preflight::format::unknown;   ///< Base64: format of what it stands for
  std::uint64_t pointed_size = 0;  ///< Git LFS pointer: the size of the file it stands for

  fault_list faults;

  [[nodiscard]] constexpr std::span<const video_track> kept_tracks() const {
    return std::span{tracks}.first(video_tracks < tracks.size() ? video_tracks : tracks.size());
  }
  /// Of the file, or of the one that a Git LFS pointer stands for.
  [[nodiscard]] constexpr std::uint64_t content_size() const {
    return format == preflight::format::git_lfs_pointer && pointed_size > file_size ? pointed_size : file_size;
  }
  /// How long the movie plays: a fragmented one as long as what it holds, any other as long as it says.
  [[nodiscard]] constexpr media_time length() const {
    return fragmented_length.known() ? fragmented_length : media_time{duration, timescale};
  }
  [[nodiscard]] constexpr bool encrypted() const {
    return std::any_of(kept_tracks().begin(), kept_tracks().end(),
                       [](const video_track& track) { return track.encrypted != 0; });
  }
  [[nodiscard]] constexpr std::uint64_t trailing_bytes() const {
    return end && *end < file_size ? file_size - *end : 0;
  }

  /// Pixels of the largest picture that a decoder would allocate.
  [[nodiscard]] constexpr std::uint64_t max_pixels() const {
    std::uint64_t max = coded.pixels() > canvas.pixels() ? coded.pixels() : canvas.pixels();
    for (const video_track& track : kept_tracks()) {
      const extent largest = hull(hull(track.sample_entry, track.other_entries), track.codec_configuration);
      max = largest.pixels() > max ? largest.pixels() : max;
    }
    return max;
  }

  /// As a viewer shows it: EXIF orientation of a JPEG, pixel aspect and matrix of the first video track applied. A
  /// PNG's eXIf orientation is not applied, because viewers ignore it.
  [[nodiscard]] constexpr extent display() const {
    if (video_tracks > 0) {
      return tracks[0].display();
    }
    return format == preflight::format::jpeg && orientation >= 5 ? coded.transposed() : coded;
  }
};

}  // namespace preflight
