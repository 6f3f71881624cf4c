#pragma once

#include <preflight/decode/codecs/gif.hpp>
#include <preflight/decode/codecs/jpeg.hpp>
#include <preflight/decode/codecs/png.hpp>
#include <preflight/decode/decoder.hpp>

namespace preflight {

/// Every decoder of pictures there is. Videos have a list of their own, so that pictures can be had without libav.
using picture_decoders = decoder_list<decoders::gif, decoders::jpeg, decoders::png>;

}  // namespace preflight
