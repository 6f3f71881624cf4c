#pragma once

#include <preflight/decode/codecs/video.hpp>

#include "fuzz/decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_video{.name = "decode_video", .run = decode_anything<preflight::decoders::video>};

}  // namespace fuzz::targets
