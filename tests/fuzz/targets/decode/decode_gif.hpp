#pragma once

#include <preflight/decode/codecs/gif.hpp>

#include "fuzz/decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_gif{.name = "decode_gif", .run = decode_anything<preflight::decoders::gif>};

}  // namespace fuzz::targets
