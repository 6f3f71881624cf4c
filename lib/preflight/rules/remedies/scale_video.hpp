#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight {

/// How ffmpeg makes a video of a size that a destination takes out of one of another size, and what comes out. Sides
/// come out even, because 4:2:0 video has no others.
struct scaling {
  enum class method : std::uint8_t { none, keep, even, enlarge, shrink };

  method kind = method::none;  ///< none: no way leaves a picture; what stands below says nothing then
  extent box{};                ///< enlarge: both sides reach it; shrink: neither exceeds it
  extent padded{};             ///< bars are added up to here; 0x0: none
  extent result{};
};

/// A scaling of a video whose size is unknown: into the largest size that the destination takes.
[[nodiscard]] constexpr scaling scaling_for_unknown(const destination& d) {
  return d.max_video_size ? scaling{scaling::method::shrink, d.max_video_size->value, {}, {}}
                          : scaling{scaling::method::even, {}, {}, {}};
}

/// `size` as shown. The arithmetic is that of ffmpeg's filters scale (force_original_aspect_ratio, force_divisible_by)
/// and pad.
[[nodiscard]] constexpr scaling scaling_for(extent size, const destination& d) {
  constexpr std::uint32_t largest = 1U << 20;
  if (!size.usable() || size.width > largest || size.height > largest) {
    return {};
  }
  const auto even = [](std::uint32_t side) { return side / 2 * 2; };
  const auto evened_up = [](extent e) { return extent{(e.width + 1) / 2 * 2, (e.height + 1) / 2 * 2}; };
  const auto reaches = [](extent a, extent b) { return a.width >= b.width && a.height >= b.height; };
  const extent least = d.min_video_size ? d.min_video_size->value : extent{2, 2};
  const extent most = d.max_video_size ? d.max_video_size->value : extent{largest, largest};
  const auto fits = [&](extent e) { return reaches(e, least) && reaches(most, e); };

  if (const extent cut{even(size.width), even(size.height)}; fits(cut)) {
    return {cut == size ? scaling::method::keep : scaling::method::even, {}, {}, cut};
  }
  // To the box's other side, in steps of two.
  const auto across = [](std::uint32_t side, std::uint32_t numerator, std::uint32_t denominator) {
    return scaled(side, {numerator, denominator * 2}) * 2;
  };
  if (!reaches(size, least)) {
    const extent full = evened_up({std::max(across(least.height, size.width, size.height), least.width),
                                   std::max(across(least.width, size.height, size.width), least.height)});
    if (fits(full)) {
      return {scaling::method::enlarge, least, {}, full};
    }
  }
  const extent inside{even(std::min(across(most.height, size.width, size.height), most.width)),
                      even(std::min(across(most.width, size.height, size.width), most.height))};
  if (!d.max_video_size || !inside.usable()) {
    return {};
  }
  if (fits(inside)) {
    return {scaling::method::shrink, most, {}, inside};
  }
  const extent bars = evened_up(least);
  const extent whole = hull(inside, bars);
  return fits(whole) ? scaling{scaling::method::shrink, most, bars, whole} : scaling{};
}

/// What a remedy does to the picture of a video.
struct picture_change {
  scaling size;
  bool squares_pixels = false;  ///< before it is scaled, which ffmpeg's scale does not do by itself
  bool maps_tones = false;      ///< of high dynamic range to standard range
};

/// What makes a video of a size that a track has as shown, or claims, one that any player shows.
[[nodiscard]] constexpr picture_change change_for(const video_track& track, extent size, const destination& d) {
  return {scaling_for(size, d), track.pixel_aspect.a != track.pixel_aspect.b, track.range != dynamic_range::standard};
}

/// Writes the option of ffmpeg that does it, with a space in front; nothing where nothing needs doing.
template <std::size_t N>
constexpr void write_filter(const picture_change& change, inline_string<N>& out) {
  const scaling& size = change.size;
  const bool scales = size.kind != scaling::method::keep || change.squares_pixels;
  if (size.kind == scaling::method::none || (!scales && !change.maps_tones)) {
    return;
  }
  out << " -vf \"";
  if (change.maps_tones) {
    // The filter works on linear light, as is advised in ffmpeg's documentation of tonemap.
    out << "zscale=t=linear:npl=100,tonemap=hable,zscale=p=bt709:t=bt709:m=bt709" << (scales ? "," : "");
  }
  if (scales) {
    out << (change.squares_pixels ? "scale=iw*sar:ih," : "");
    switch (size.kind) {
      case scaling::method::even: out << "scale=trunc(iw/2)*2:trunc(ih/2)*2,"; break;
      case scaling::method::enlarge:
      case scaling::method::shrink:
        out << "scale=" << size.box.width << ':' << size.box.height
            << ":force_original_aspect_ratio=" << (size.kind == scaling::method::enlarge ? "increase" : "decrease")
            << ":force_divisible_by=2,";
        break;
      default: break;
    }
    out << "setsar=1";  // or what was rounded off is stretched away again when it is shown
  }
  if (size.padded.usable()) {
    out << ",pad=max(iw\\," << size.padded.width << "):max(ih\\," << size.padded.height << "):-1:-1";
  }
  out << '"';
}

/// The extension of the file to make: what the destination takes, of the first format named if it can be. Empty where
/// it takes none of its kind.
[[nodiscard]] constexpr std::string_view extension_to_make(const destination& d, format first, format second) {
  return d.accepts(first) ? info(first).extensions.front() : d.accepts(second) ? info(second).extensions.front() : "";
}
[[nodiscard]] constexpr std::string_view video_to_make(const destination& d) {
  return extension_to_make(d, format::mp4, format::mov);
}
[[nodiscard]] constexpr std::string_view picture_to_make(const destination& d) {
  return extension_to_make(d, format::png, format::jpeg);
}

/// Writes the command that keeps the first frame of a video or an animation; only where the destination takes pictures.
template <std::size_t N>
constexpr void write_first_frame(const destination& d, inline_string<N>& out) {
  const std::string_view extension = picture_to_make(d);
  // ffmpeg would keep an alpha channel in a PNG.
  out << "ffmpeg -i FILE -frames:v 1 " << (extension == "png" ? "-pix_fmt rgb24 " : "") << "out." << extension;
}

/// Writes the command that encodes a track in the form that every player shows, after `before`. False, and nothing
/// written, where no size within the limits leaves a picture or the destination takes no video.
template <std::size_t N>
constexpr bool write_encoding(std::string_view before, const video_track& track, const destination& d,
                              inline_string<N>& out) {
  const std::string_view extension = video_to_make(d);
  picture_change change = change_for(track, track.display(), d);
  if (extension.empty() || change.size.kind == scaling::method::none) {
    return false;
  }
  const extent stored = track.sample_entry;
  const bool keeps = change.size.kind == scaling::method::keep && ((stored.width | stored.height) & 1U) == 0;
  change.squares_pixels = change.squares_pixels && !keeps;
  out << before << "ffmpeg -i FILE";
  write_filter(change, out);
  out << " -c:v libx264 -pix_fmt yuv420p -movflags +faststart out." << extension;
  return true;
}

}  // namespace preflight
