#pragma once

#include <span>

#include <preflight/input/result.hpp>

#include "files/opened_file.hpp"

namespace preflight::cli {

/// These bytes as an open file that has no name and lies in memory.
[[nodiscard]] result<opened_file> memory_file(std::span<const unsigned char> bytes);

}  // namespace preflight::cli
