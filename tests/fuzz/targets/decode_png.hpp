#pragma once

#include <preflight/decoders/png.hpp>

#include "../decoding.hpp"

namespace fuzz::targets {

inline constexpr target decode_png{.name = "decode_png", .run = decode_anything<preflight::decoders::png>};

}  // namespace fuzz::targets
