#pragma once

#include <cstdint>

#include <preflight/facts.hpp>

namespace preflight {

/// What reading a file gives.
struct probe_result {
  facts file;
  std::uint64_t bytes_read = 0;
};

}  // namespace preflight
