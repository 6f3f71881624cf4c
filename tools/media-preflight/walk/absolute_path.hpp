#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace preflight::cli {

/// Without links, "." and ".."; "" is the working folder. Empty where it cannot be resolved.
[[nodiscard]] inline std::string absolute_path(std::string_view path) {
  const std::string name{path.empty() ? "." : path};
  const std::unique_ptr<char, decltype(&std::free)> resolved{::realpath(name.c_str(), nullptr), &std::free};
  return resolved ? std::string{resolved.get()} : std::string{};
}

}  // namespace preflight::cli
