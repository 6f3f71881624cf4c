#pragma once

#include "base.hpp"

namespace benchmarks {

/// PNG files: icons, screenshots and pictures in every colour type.
class png_files {
 public:
  explicit png_files(seeded random);
  [[nodiscard]] made_file make(std::size_t serial, seeded& random) const;

 private:
  std::vector<base> bases_;
  bytes profile_;  // deflated
};

}  // namespace benchmarks
