#pragma once

#include <preflight/decoder.hpp>
#include <preflight/decoders/gif.hpp>
#include <preflight/decoders/jpeg.hpp>
#include <preflight/decoders/png.hpp>

namespace preflight {

/// Every decoder of pictures there is. Videos have a list of their own, so that pictures can be had without libav.
using picture_decoders = decoder_list<decoders::gif, decoders::jpeg, decoders::png>;

}  // namespace preflight
