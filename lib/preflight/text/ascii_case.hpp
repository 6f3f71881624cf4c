#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace preflight {

/// Of ASCII alone, whatever the locale is: as extensions, host names, header names and addresses are compared.
[[nodiscard]] constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// "Anna@Example.org" as "anna@example.org".
[[nodiscard]] inline std::string ascii_lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return ascii_lower(c); });
  return out;
}

}  // namespace preflight
