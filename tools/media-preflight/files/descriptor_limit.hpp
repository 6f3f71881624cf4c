#pragma once

#include <sys/resource.h>

namespace preflight::cli {

/// Lets this process open as many files at once as the system allows, not only as many as is usual.
inline void raise_descriptor_limit() {
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

}  // namespace preflight::cli
