#pragma once

#include <cstdint>

#include <preflight/output/writer.hpp>

#include "cli/standard_streams.hpp"
#include "options/scan_options.hpp"

namespace preflight::cli {

struct scan_result {
  run_summary summary;
  std::uint64_t unread = 0;  ///< files whose facts were wanted and could not be had
};

/// Checks all files and writes what it says of them. Throws fatal_error and broken_pipe.
[[nodiscard]] scan_result scan(const scan_options& options, const standard_streams& streams);

}  // namespace preflight::cli
