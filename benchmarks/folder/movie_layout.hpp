#pragma once

#include <cstdint>

#include "base.hpp"

namespace benchmarks {

struct movie_layout {
  bool moov_first = true;
  /// Bytes put at the end of mdat, which no sample refers to.
  std::size_t padding = 0;
  std::uint64_t padding_seed = 0;
};

/// The movie laid out anew, with the offsets of its chunks corrected (ISO 14496-12, 8.7.5). Throws std::runtime_error
/// where it is not one ftyp, one mdat and one moov with 32-bit chunk offsets, as libavformat writes a short one.
bytes lay_out(const bytes& movie, const movie_layout& layout);

}  // namespace benchmarks
