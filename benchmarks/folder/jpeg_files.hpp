#pragma once

#include "base.hpp"

namespace benchmarks {

/// JPEG files: from thumbnails to twelve megapixels, baseline and progressive, with and without what cameras and
/// programs put in front of the picture.
class jpeg_files {
 public:
  explicit jpeg_files(seeded random);
  [[nodiscard]] made_file make(std::size_t serial, seeded& random) const;

 private:
  std::vector<base> bases_;
  bytes thumbnail_;
  bytes profile_;
};

}  // namespace benchmarks
