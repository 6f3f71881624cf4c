#pragma once

#include <preflight/decoders/video.hpp>

#include "../decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_video{.name = "decode_video", .run = decode_anything<preflight::decoders::video>};

}  // namespace fuzz::targets
