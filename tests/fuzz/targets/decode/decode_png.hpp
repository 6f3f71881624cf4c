#pragma once

#include <preflight/decode/codecs/png.hpp>

#include "fuzz/decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_png{.name = "decode_png", .run = decode_anything<preflight::decoders::png>};

}  // namespace fuzz::targets
