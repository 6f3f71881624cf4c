#pragma once

#include <new>

#include <preflight/preflight.h>

namespace preflight::c {

/// Runs what a function of the interface does. No exception leaves it: C has none, and only memory can run out.
template <class Work>
[[nodiscard]] int guarded(const Work& work) noexcept {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return MPF_ERROR_MEMORY;
  } catch (...) {
    return MPF_ERROR_INTERNAL;
  }
}

}  // namespace preflight::c
