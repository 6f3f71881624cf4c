#pragma once

#include <cstdint>
#include <string>

namespace preflight::cli {

/// "15,728,641"
[[nodiscard]] std::string with_groups(std::uint64_t number);

/// "40 s", "3 min", "2 h 10 min", rounded up: what is not over yet is never "0 s".
[[nodiscard]] std::string shown_time(double seconds);

}  // namespace preflight::cli
