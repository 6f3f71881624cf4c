#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/decode/codecs/all.hpp>
#include <preflight/decode/codecs/video.hpp>
#include <preflight/decode/cross_check.hpp>

#include "fuzz/decoding.hpp"

namespace fuzz::targets {

/// Whatever a codec decodes without complaint, the sniffers name as the codec's format, and with its size, or they find
/// a fault.
struct differential {
  using format = preflight::format;

  template <preflight::decoder D>
  static void compare(input file, const preflight::facts& ours) {
    // Of a movie's tracks, those are decoded that are shown; pictures are decoded without a hint.
    const decode_result theirs = decode<D>(file, SIZE_MAX, takes<D>(format::mp4) ? ours : preflight::facts{});
    if (theirs.outcome != decode_outcome::decoded || !theirs.size.usable() || finds_fault(ours)) {
      return;
    }
    const bool named = takes<D>(ours.format);
    if (!named && ((takes<D>(format::mp4) && is_relative(ours.format)) || !introduces_itself<D>(file))) {
      return;
    }
    promise(named, "a codec decodes what has another name here");
    promise(!preflight::compare(ours, theirs).size, "a codec decodes another size, and nothing is found fault with");
  }

  template <preflight::decoder D>
  static bool takes(format format_id) {
    return std::find(D::formats.begin(), D::formats.end(), format_id) != D::formats.end();
  }

  /// Files of boxes that their brands call something else than a movie (ISO 14496-12, 4.3), which libavformat ignores.
  static bool is_relative(format format_id) {
    return format_id == format::heic || format_id == format::avif || format_id == format::m4a ||
           format_id == format::threegp;
  }

  /// Codecs are told what a file is, and ask less than somebody who has to find out. What they let pass and is named
  /// otherwise here is refused as unknown, or as what it looks like:
  ///   - libavformat passes over boxes of any type to a moov; here the first has to be a known one (ISO 14496-12, 4.3:
  ///   the
  ///     file type stands "as early as possible");
  ///   - giflib takes any three characters for the version, which has two digits and a letter (GIF89a 17).
  template <preflight::decoder D>
  static bool introduces_itself(input file) {
    preflight::byte_cursor bytes{preflight::byte_view{file}};
    if (takes<D>(format::mp4)) {
      const std::uint32_t size = bytes.u32be();
      return size >= 16 && size < 4096 && bytes.u32be() == preflight::fourcc("ftyp");
    }
    return !takes<D>(format::gif) || bytes.take("GIF87a") || bytes.take("GIF89a");
  }

  /// A file whose own places disagree is already said to be of several sizes.
  static bool finds_fault(const preflight::facts& f) {
    const auto tracks = f.kept_tracks();
    for (std::size_t i = 0; i < preflight::fault_kinds; ++i) {
      if (f.faults.has(static_cast<preflight::fault_kind>(i))) {
        return true;
      }
    }
    return std::any_of(tracks.begin(), tracks.end(), preflight::sizes_disagree);
  }
};

inline constexpr target cross_check{
    .name = "cross_check",
    .run =
        [](input file) {
          const preflight::facts ours = preflight::sniff(file);
          differential::compare<preflight::decoders::png>(file, ours);
          differential::compare<preflight::decoders::jpeg>(file, ours);
          differential::compare<preflight::decoders::gif>(file, ours);
          differential::compare<preflight::decoders::video>(file, ours);
        },
};

}  // namespace fuzz::targets
