#pragma once

#include <preflight/decode/codecs/jpeg.hpp>

#include "fuzz/decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_jpeg{.name = "decode_jpeg", .run = decode_anything<preflight::decoders::jpeg>};

}  // namespace fuzz::targets
