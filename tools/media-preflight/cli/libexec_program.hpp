#pragma once

#include <string>
#include <string_view>

namespace preflight::cli {

/// The path of another executable of this project: beside this one, or where they are installed. Empty where the system
/// does not tell where this one is.
[[nodiscard]] std::string libexec_program(std::string_view name);

}  // namespace preflight::cli
