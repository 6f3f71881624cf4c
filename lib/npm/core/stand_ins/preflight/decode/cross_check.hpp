#pragma once

#include <cstdint>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>

namespace preflight {

/// What a decoder and the facts disagree about: nothing, because nothing is decoded here.
struct cross_check {
  bool size = false;
  bool rotation = false;
  bool frames = false;
  bool duration = false;
};

[[nodiscard]] constexpr extent decoded_size(const facts&, const video_track&, const decode_result*) { return {}; }
[[nodiscard]] constexpr std::uint64_t stated_milliseconds(const facts&) { return 0; }
[[nodiscard]] constexpr cross_check compare(const facts&, const decode_result&) { return {}; }

}  // namespace preflight
