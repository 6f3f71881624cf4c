#pragma once

#include "base.hpp"

namespace benchmarks {

/// MP4 and MOV files of some seconds, with moov in front of the media and after it.
class movie_files {
 public:
  explicit movie_files(seeded random);
  [[nodiscard]] made_file make_mp4(seeded& random) const;
  [[nodiscard]] made_file make_mov(seeded& random) const;

 private:
  std::vector<base> mp4_;
  std::vector<base> mov_;
};

}  // namespace benchmarks
