#pragma once

#include <string>
#include <string_view>

namespace preflight::cli {

inline constexpr std::string_view configuration_name = "media-preflight.toml";

/// The text of the configuration in this folder (absolute), which has one. It was not named, so if somebody else
/// could have put it there or can change it, this throws fatal_error, and so it does where it cannot be read.
[[nodiscard]] std::string load_found_configuration(const std::string& folder);

/// The text of a configuration that a person named: also a pipe, and - for standard input. Throws fatal_error.
[[nodiscard]] std::string load_named_configuration(const std::string& path);

/// The configuration file in this folder (absolute), whether or not it can be used; empty where it has none.
[[nodiscard]] std::string configuration_file_in(const std::string& folder);

}  // namespace preflight::cli
