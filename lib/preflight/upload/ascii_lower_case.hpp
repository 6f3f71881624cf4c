#pragma once

#include <algorithm>
#include <string>

#include <preflight/text/ascii_case.hpp>

namespace preflight::upload {

/// "Anna@Example.org" as "anna@example.org"; ASCII alone.
[[nodiscard]] inline std::string to_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), ascii_lower);
  return text;
}

}  // namespace preflight::upload
