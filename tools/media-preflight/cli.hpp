#pragma once

#include <span>
#include <string>

#include "cli/standard_streams.hpp"

namespace preflight::cli {

/// The program: arguments without its own name in, exit status out. Throws nothing.
[[nodiscard]] int run(std::span<const std::string> arguments, const standard_streams& streams);

}  // namespace preflight::cli
