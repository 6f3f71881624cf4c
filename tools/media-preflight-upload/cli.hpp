#pragma once

#include <span>
#include <string>

#include "cli/standard_streams.hpp"

namespace preflight::cli {

/// The commands that send: arguments without the program's own name in, exit status out. Throws nothing.
[[nodiscard]] int run_upload_program(std::span<const std::string> arguments, const standard_streams& around);

}  // namespace preflight::cli
