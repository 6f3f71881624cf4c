#pragma once

#include <cstddef>
#include <string_view>

namespace preflight {

/// What follows the last dot of the last part of a path, without the dot; empty where there is none. The dot that
/// begins a hidden file's name begins no extension.
[[nodiscard]] constexpr std::string_view extension_of(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t dot = name.find_last_of('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot + 1);
}

}  // namespace preflight
