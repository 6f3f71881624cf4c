#pragma once

#include "base.hpp"

namespace benchmarks {

/// GIF files: still ones, and animated ones that loop.
class gif_files {
 public:
  explicit gif_files(seeded random);
  [[nodiscard]] made_file make(std::size_t serial, seeded& random) const;

 private:
  std::vector<base> bases_;
};

}  // namespace benchmarks
