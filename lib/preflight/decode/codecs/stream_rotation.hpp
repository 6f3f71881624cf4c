#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/display.h>
}

namespace preflight::decoders::libav {

/// Degrees clockwise, of the display matrix; libav counts them the other way round.
inline std::int16_t stream_rotation(const AVStream& stream) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  const AVCodecParameters& par = *stream.codecpar;
  const AVPacketSideData* const side =
      av_packet_side_data_get(par.coded_side_data, par.nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  const std::uint8_t* const matrix = side != nullptr && side->size >= 36 ? side->data : nullptr;
#else
  std::size_t size = 0;
  const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  const std::uint8_t* const matrix = size >= 36 ? data : nullptr;
#endif
  const double degrees =
      matrix == nullptr ? 0 : -av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (!std::isfinite(degrees)) {
    return 0;
  }
  const long whole = std::lround(degrees) % 360;
  return static_cast<std::int16_t>(whole < 0 ? whole + 360 : whole);
}

}  // namespace preflight::decoders::libav
