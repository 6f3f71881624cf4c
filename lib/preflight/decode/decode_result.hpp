#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <preflight/facts.hpp>
#include <preflight/facts/ceiling.hpp>
#include <preflight/text/digit_grouping.hpp>
#include <preflight/text/inline_string.hpp>

namespace preflight {

enum class decode_outcome : std::uint8_t {
  not_tried,    ///< no codec was shown the file, for a reason that lies outside it: nothing is proven either way
  decoded,      ///< every pixel and frame went through the codec, and it had nothing to say
  rejected,     ///< the codec refused it, or said that data was lost
  over_budget,  ///< a ceiling was hit first: pixels, frames, scans, memory, seconds
  crashed,      ///< the process that ran the codec died
  unsupported,  ///< the codec library here was built without what this file needs: nothing is proven either way
  not_used      ///< the codec library has a decoder for it that is not used here: nothing is proven either way
};
inline constexpr std::array<std::string_view, 7> decode_outcome_names{
    "not-tried", "decoded", "rejected", "over-budget", "crashed", "unsupported", "not-used"};
[[nodiscard]] constexpr std::string_view name_of(decode_outcome o) {
  return decode_outcome_names[static_cast<std::size_t>(o)];
}

/// Whether the codec did not come to the end of the file for a reason other than the file: it may be sound or not.
[[nodiscard]] constexpr bool proves_nothing(decode_outcome o) {
  return o != decode_outcome::decoded && o != decode_outcome::rejected;
}

/// How far decoding proves that pictures and frames are whole. Sound is never decoded.
enum class decode_proof : std::uint8_t {
  none,     ///< decoding did not come to its end
  partial,  ///< the codec makes pictures of most damaged data without a word, or not every frame was decoded
  full      ///< codes with gaps or checksums show most damage
};
inline constexpr std::array<std::string_view, 3> decode_proof_names{"none", "partial", "full"};
[[nodiscard]] constexpr std::string_view name_of(decode_proof p) {
  return decode_proof_names[static_cast<std::size_t>(p)];
}

/// Coded data that no encoder writes, though a codec makes a whole picture of the file: a sign that bytes were changed.
enum class surplus : std::uint8_t {
  none,
  gif_codes,          ///< LZW codes or bytes after the last pixel
  jpeg_bytes,         ///< bytes between the last code of a scan or restart interval and the marker
  jpeg_padding,       ///< bits there that are not all ones
  jpeg_coefficients,  ///< codes for more than the 64 coefficients of a block
  jpeg_values,        ///< coefficients beyond what samples can lead to
  png_data            ///< rows after the last one, or bytes after the compressed data
};
inline constexpr std::size_t surplus_count = static_cast<std::size_t>(surplus::png_data) + 1;

/// What came of decoding a file, and what the codec says the file is: a second opinion beside the facts. Plain bytes,
/// so that it can cross a process boundary as it is.
struct decode_result {
  decode_outcome outcome = decode_outcome::not_tried;
  preflight::surplus surplus = preflight::surplus::none;  ///< the first that was found
  preflight::ceiling ceiling = preflight::ceiling::none;  ///< over_budget: which was hit
  decode_proof proof = decode_proof::none;                ///< none unless the outcome is `decoded`
  inline_string<48> codec;                                ///< library and version: "libpng 1.6.39"
  inline_string<240> message;        ///< the codec's own words where the outcome is not `decoded`; printable ASCII
  extent size{};                     ///< as stored, by the codec; 0x0 where it does not say
  std::int16_t rotation = 0;         ///< degrees clockwise; videos
  bool keyframes_only = false;       ///< only frames that start a group of pictures were asked for; videos
  std::uint32_t video_codec = 0;     ///< four-character code of the first video stream; videos
  std::uint64_t frames = 0;          ///< decoded; video: of every video stream
  std::uint64_t packets = 0;         ///< demuxed; videos
  std::uint64_t offset = 0;          ///< in bytes, of what was rejected; 0 where the codec does not say
  std::uint64_t surplus_offset = 0;  ///< in bytes; 0 where it is not known
  std::uint64_t duration_milliseconds = 0;  ///< when the last frame or sound ends; videos

  /// How it ended, and the words for it. A codec may quote the file: what is not printable ASCII becomes a question
  /// mark.
  constexpr void end(decode_outcome result, std::string_view words) {
    outcome = result;
    proof = decode_proof::none;
    ceiling = preflight::ceiling::none;
    message.clear();
    for (const char c : words) {
      message << (c >= 0x20 && c < 0x7F ? c : '?');
    }
  }

  /// Nothing has ended it yet.
  [[nodiscard]] constexpr bool is_open() const { return outcome == decode_outcome::not_tried; }
  /// The codec came to the end of the file; that counts only where nothing else has ended it.
  constexpr void finish(decode_proof reached = decode_proof::full) {
    if (is_open()) {
      outcome = decode_outcome::decoded;
      proof = reached;
    }
  }

  /// The first surplus is the one to look at.
  constexpr void add_surplus(preflight::surplus kind, std::uint64_t position) {
    if (surplus == preflight::surplus::none) {
      surplus = kind;
      surplus_offset = position;
    }
  }

  /// over_budget, and the words for it.
  constexpr void exceed(preflight::ceiling hit, std::string_view words) {
    end(decode_outcome::over_budget, words);
    ceiling = hit;
  }
  /// "the picture has too many pixels: 268,402,689 allowed, 1,600,000,000 found"
  constexpr void exceed(preflight::ceiling hit, std::string_view words, std::uint64_t allowed, std::uint64_t actual) {
    exceed(hit, words);
    message << ": " << digit_grouping{allowed} << " allowed, " << digit_grouping{actual} << " found";
  }
};
static_assert(std::is_trivially_copyable_v<decode_result>);

}  // namespace preflight
