#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <cstddef>

namespace preflight::cli {

/// Lets this process open as many files at once as the system allows, not only as many as is usual.
inline void raise_descriptor_limit() {
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

/// How many files this process may have open at once (ulimit -n).
[[nodiscard]] inline std::size_t descriptor_limit() {
  constexpr std::size_t usual = 1024;
  rlimit descriptors{};
  return ::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 ? usual : std::min<std::size_t>(descriptors.rlim_cur, 1U << 20);
}

/// How many of them a walk may take for folders.
[[nodiscard]] inline std::size_t max_open_folders() {
  constexpr std::size_t least = 2;
  constexpr std::size_t most = 32;
  return std::clamp(descriptor_limit() / 8, least, most);
}

}  // namespace preflight::cli
