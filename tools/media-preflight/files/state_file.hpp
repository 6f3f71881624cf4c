#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace preflight::cli {

/// Where a file of that name is that a user's programs remember things in (XDG Base Directory Specification); empty
/// where the environment names no place for it.
[[nodiscard]] inline std::string state_file(std::string_view name) {
  // What is no absolute path there is to be ignored.
  if (const char* const state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
    return fmt::format("{}/{}", state, name);
  }
  if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return fmt::format("{}/.local/state/{}", home, name);
  }
  return {};
}

}  // namespace preflight::cli
