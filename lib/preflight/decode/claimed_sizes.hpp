#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/facts.hpp>

namespace preflight {

/// One place of a file that says how large a video is, as the video would then be shown.
struct size_claim {
  extent size;
  std::string_view place;  ///< "in its sample entry"
};

/// Every size that is claimed for one video track, after pixel aspect and matrix; at most one a place.
class claimed_sizes {
 public:
  [[nodiscard]] constexpr const size_claim* begin() const { return claims_.data(); }
  [[nodiscard]] constexpr const size_claim* end() const { return claims_.data() + count_; }
  [[nodiscard]] constexpr bool empty() const { return count_ == 0; }
  constexpr void add(extent size, std::string_view place) {
    if (size.usable() && count_ < claims_.size()) {
      claims_[count_++] = {size, place};
    }
  }

 private:
  std::array<size_claim, 5> claims_{};
  std::size_t count_ = 0;
};

/// The sample entry without macroblock padding that the clean aperture cuts off (ISO 14496-12, 12.1.4). A clean
/// aperture that cuts more than padding is not a claim: most readers show the whole picture.
[[nodiscard]] constexpr extent sample_entry_size(const video_track& t) {
  return is_padding_of(t.sample_entry, t.clean_aperture) ? t.clean_aperture : t.sample_entry;
}

/// The codec configuration without macroblock padding that the sample entry or the clean aperture cuts off; decoders
/// honour that cut.
[[nodiscard]] constexpr extent codec_configuration_size(const video_track& t) {
  const extent cut = sample_entry_size(t);
  return is_padding_of(t.codec_configuration, cut) ? cut : t.codec_configuration;
}

/// `decoded` is what a decoder adds to the claims of the file itself, as stored; 0x0 for nothing.
[[nodiscard]] constexpr claimed_sizes claims(const video_track& t, extent decoded = {}) {
  claimed_sizes all;
  all.add(t.shown(sample_entry_size(t)), "in its sample entry");
  all.add(t.turned(t.other_entries_shown), "in another of its sample entries");
  // Track header sizes have the pixel aspect applied already, but not the matrix: ISO 14496-12, 8.3.2.
  all.add(t.turned(t.track_header), "in its track header");
  all.add(t.shown(codec_configuration_size(t)), "in its codec configuration");
  all.add(t.shown(decoded), "according to its decoder");
  return all;
}

/// The same but for rounding: no side differs by more than one pixel.
[[nodiscard]] constexpr bool same_but_rounding(extent a, extent b) {
  const auto near = [](std::uint32_t x, std::uint32_t y) { return (x > y ? x - y : y - x) <= 1; };
  return near(a.width, b.width) && near(a.height, b.height);
}

/// The track header fits a picture stored as `stored`: as it is (QuickTime writers that leave the pixel aspect out), or
/// with the pixel aspect applied to the width (as ISO 14496-12, 12.1.4.3 has it) or to the height instead.
[[nodiscard]] constexpr bool track_header_fits(const video_track& t, extent stored) {
  const extent wider{scaled(stored.width, t.pixel_aspect), stored.height};
  const extent higher{stored.width, scaled(stored.height, {t.pixel_aspect.b, t.pixel_aspect.a})};
  return stored.usable() && (same_but_rounding(t.track_header, stored) || same_but_rounding(t.track_header, wider) ||
                             same_but_rounding(t.track_header, higher));
}

/// Sample entries, track header and codec configuration cannot all be true. What is absent or unspecified contradicts
/// nothing.
[[nodiscard]] constexpr bool sizes_disagree(const video_track& t) {
  const extent entry = sample_entry_size(t);
  const extent codec = codec_configuration_size(t);
  const auto is_another = [&](extent size) {
    return entry.usable() && size.usable() && !same_but_rounding(entry, size);
  };
  if (is_another(codec) || is_another(t.other_entries)) {
    return true;
  }
  const bool comparable = t.track_header.usable() && (entry.usable() || codec.usable());
  return comparable && !track_header_fits(t, entry) && !track_header_fits(t, codec) &&
         !track_header_fits(t, t.clean_aperture) && !track_header_fits(t, t.sample_entry);
}

/// What a picture takes up: its display size, for a GIF with every frame that reaches outside its screen.
[[nodiscard]] constexpr extent picture_size(const facts& f) {
  return f.format == format::gif && f.coded.usable() ? hull(f.coded, f.canvas) : f.display();
}

}  // namespace preflight
