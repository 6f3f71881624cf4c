#pragma once

#include <string>

#include "base.hpp"

namespace benchmarks {

struct movie_shape {
  unsigned width = 1280;
  unsigned height = 720;
  unsigned seconds = 2;
  bool sound = true;
  /// Name of libavformat's muxer: mp4 or mov.
  std::string container = "mp4";
};

/// A movie as libavformat writes it, with moov after mdat. H.264 where libavcodec has an encoder of it, else MPEG-4
/// part 2; AAC. Throws std::runtime_error.
bytes encode_movie(const movie_shape& wanted, seeded& random);

}  // namespace benchmarks
