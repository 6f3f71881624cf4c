#pragma once

// libavutil wants UINT64_C of it.
#include <cstdint>

extern "C" {
#include <libavcodec/codec_id.h>
}

namespace preflight::decoders::libav {

/// Whether damaged data makes the decoder of this codec complain, as a rule: of 40 copies of a small film, each damaged
/// at random in its media data so that frames change, at least 33 are rejected. Of the others between none and 32 are,
/// because arithmetic codes, wavelets and samples stored as they are mean something whatever their bits.
[[nodiscard]] constexpr bool detects_errors(AVCodecID codec) {
  switch (codec) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_H263:
    case AV_CODEC_ID_H261:
    case AV_CODEC_ID_MPEG1VIDEO:
    case AV_CODEC_ID_MPEG2VIDEO:
    case AV_CODEC_ID_MPEG4:
    case AV_CODEC_ID_SVQ1:
    case AV_CODEC_ID_CFHD:
    case AV_CODEC_ID_DNXHD:
    case AV_CODEC_ID_PNG: return true;
    default: return false;
  }
}

}  // namespace preflight::decoders::libav
