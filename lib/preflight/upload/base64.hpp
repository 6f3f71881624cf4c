#pragma once

#include <string>
#include <string_view>

#include <preflight/json_text.hpp>

namespace preflight::upload {

/// RFC 4648, section 4.
[[nodiscard]] inline std::string base64(std::string_view bytes) {
  std::string quoted;
  append_json_base64(quoted, bytes);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace preflight::upload
