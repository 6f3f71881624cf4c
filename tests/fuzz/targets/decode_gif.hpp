#pragma once

#include <preflight/decoders/gif.hpp>

#include "../decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_gif{.name = "decode_gif", .run = decode_anything<preflight::decoders::gif>};

}  // namespace fuzz::targets
