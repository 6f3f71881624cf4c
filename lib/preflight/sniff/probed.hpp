#pragma once

#include <cstdint>

#include <preflight/facts.hpp>

namespace preflight {

/// What reading a file gives.
struct probed {
  facts file;
  std::uint64_t bytes_read = 0;
};

}  // namespace preflight
