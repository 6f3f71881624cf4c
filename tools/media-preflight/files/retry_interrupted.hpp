#pragma once

#include <cerrno>

namespace preflight::cli {

/// A system call that fails with -1, made again where a signal interrupted it.
template <class Call>
[[nodiscard]] auto retry_interrupted(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result != -1 || errno != EINTR) {
      return result;
    }
  }
}

}  // namespace preflight::cli
