#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "config/configuration.hpp"

namespace preflight::cli {

/// What a run took for granted and what it cost, for --verbose.
struct run_details {
  /// How many files each configuration decided about; without a file where there was none.
  std::map<const configuration*, std::uint64_t> configurations;
  std::string slowest;  ///< the path of the file that took longest
  double slowest_seconds = -1;
  std::size_t threads = 1;
};

}  // namespace preflight::cli
