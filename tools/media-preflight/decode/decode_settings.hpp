#pragma once

#include <preflight/input/budget.hpp>

namespace preflight::cli {

/// How far the work for one file may go, and how it is decoded.
struct decode_settings {
  budget ceilings{};
  bool keyframes_only = false;  ///< videos: decode only the frames that start a group of pictures
  bool wants_thumbnails = false;
  bool sandboxed = true;  ///< false: workers run without the system call filter; the other limits hold
};

}  // namespace preflight::cli
