#pragma once

#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace preflight::cli {

/// Whether this is /dev/null, under whatever name: there nothing stays, and nothing is to be read.
[[nodiscard]] inline bool is_null_device(const struct stat& status) {
  return S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);
}

}  // namespace preflight::cli
