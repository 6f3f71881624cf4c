#pragma once

#include <string_view>

#include "rules/rule_case.hpp"

namespace preflight::test {

[[nodiscard]] inline decode_result make_decode_result(decode_outcome outcome, std::string_view codec,
                                                      std::string_view message) {
  decode_result made{};
  made.codec << codec;
  made.end(outcome, message);
  return made;
}

/// What only shows when every pixel and frame goes through the codec.
inline rule_cases decoding_cases() {
  const decode_result sound = make_decode_result(decode_outcome::decoded, "libpng 1.6.39", "");
  const decode_result refused = make_decode_result(decode_outcome::rejected, "libpng 1.6.39", "IDAT: CRC error");
  const decode_result crashed =
      make_decode_result(decode_outcome::crashed, "", "the decoder crashed: segmentation fault (SIGSEGV)");
  decode_result given_up;
  given_up.exceed(ceiling::seconds, "decoding takes too long: 60 seconds allowed");
  const decode_result unread =
      make_decode_result(decode_outcome::unsupported, "libjpeg-turbo 2.1.5", "Unsupported JPEG process: SOF type 0xcf");
  const decode_result unseen =
      make_decode_result(decode_outcome::not_tried, "", "the decoding worker cannot be used: out of memory");
  return {
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "a codec's refusal",
       .file = png(),
       .decoded = refused},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "a refusal that ends in a full stop, without a name",
       .file = png(),
       .decoded = make_decode_result(decode_outcome::rejected, "", "Not a PNG file.")},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "a refusal without words",
       .file = png(),
       .decoded = make_decode_result(decode_outcome::rejected, "libpng 1.6.39", "")},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "a refusal at a known place",
       .file = video(),
       .decoded = edited(make_decode_result(decode_outcome::rejected, "libavcodec 59.37.100",
                                            "the frame is damaged (packet 3, stream 0, at byte 1036, 0.08 s)"),
                         [](decode_result& d) { d.offset = 1'036; })},
      {.rule = "decode-failed", .outcome = expected::firing, .name = "a crash", .file = png(), .decoded = crashed},
      {.rule = "not-examined",
       .outcome = expected::firing,
       .name = "a codec that is not used",
       .file = edited(video({1280, 720}, format::mov), [](facts& f) { f.tracks[0].codec = fourcc("FFV1"); }),
       .decoded = make_decode_result(decode_outcome::not_used, "libavcodec 59.37.100",
                                     "this program does not support the codec FFV1"),
       .also = {"video-codec-uncommon"}},
      {.rule = "decode-failed", .outcome = expected::silent, .name = "decoded", .file = png(), .decoded = sound},
      {.rule = "decode-failed", .outcome = expected::silent, .name = "not decoded", .file = png()},
      {.rule = "decode-failed",
       .outcome = expected::boundary,
       .name = "given up",
       .file = png(),
       .decoded = given_up,
       .also = {"over-budget"}},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "no codec for it",
       .file = jpeg(),
       .decoded = unread},
      {.rule = "decode-failed",
       .outcome = expected::firing,
       .name = "no decoder that saw it",
       .file = png(),
       .decoded = unseen},

      {.rule = "over-budget",
       .outcome = expected::firing,
       .name = "time to decode",
       .file = png(),
       .decoded = given_up},
      {.rule = "surplus-data",
       .outcome = expected::firing,
       .name = "codes after the last pixel",
       .file = png(),
       .decoded = edited(sound, [](decode_result& d) { d.add_surplus(surplus::gif_codes, 12'345); })},
      {.rule = "surplus-data",
       .outcome = expected::firing,
       .name = "bytes in front of a marker",
       .file = png(),
       .decoded = edited(sound, [](decode_result& d) { d.add_surplus(surplus::jpeg_bytes, 12'345); })},
      {.rule = "surplus-data",
       .outcome = expected::firing,
       .name = "bits that are not ones",
       .file = png(),
       .decoded = edited(sound, [](decode_result& d) { d.add_surplus(surplus::jpeg_padding, 12'345); })},
      {.rule = "surplus-data",
       .outcome = expected::firing,
       .name = "a block too long",
       .file = png(),
       .decoded = edited(sound, [](decode_result& d) { d.add_surplus(surplus::jpeg_coefficients, 12'345); })},
      {.rule = "surplus-data",
       .outcome = expected::firing,
       .name = "values too large",
       .file = png(),
       .decoded = edited(sound, [](decode_result& d) { d.add_surplus(surplus::jpeg_values, 12'345); })},
      {.rule = "surplus-data",
       .outcome = expected::firing,
       .name = "rows too many",
       .file = png(),
       .decoded = edited(sound, [](decode_result& d) { d.add_surplus(surplus::png_data, 0); })},
      {.rule = "surplus-data",
       .outcome = expected::silent,
       .name = "nothing left over",
       .file = png(),
       .decoded = sound},
      {.rule = "surplus-data",
       .outcome = expected::boundary,
       .name = "what the codec rejects",
       .file = png(),
       .decoded = edited(refused, [](decode_result& d) { d.add_surplus(surplus::png_data, 0); }),
       .also = {"decode-failed"}},
      {.rule = "over-budget", .outcome = expected::silent, .name = "decoded in time", .file = png(), .decoded = sound},
  };
}

}  // namespace preflight::test
