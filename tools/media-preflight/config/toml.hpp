#pragma once

#include <string>
#include <string_view>

#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// Its parser asserts, and only then checks, what a file says: "[[[" would end a debug build.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"

namespace preflight::cli {

/// "photos/media-preflight.toml:3:9"
[[nodiscard]] inline std::string place_text(std::string_view file, const toml::source_region& place) {
  return fmt::format("{}:{}:{}", file, place.begin.line, place.begin.column);
}

/// The end of reading a configuration: says where, and what is wrong.
[[noreturn]] inline void refuse(std::string_view file, const toml::source_region& place, std::string_view message) {
  throw fatal_error{fmt::format("{}: {}", place_text(file, place), message)};
}

}  // namespace preflight::cli
