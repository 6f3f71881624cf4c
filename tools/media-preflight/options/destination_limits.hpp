#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <preflight/destination.hpp>

namespace preflight::cli {

/// One limit of a destination, under the name it has in media-preflight.toml.
struct named_limit {
  std::string_view name;
  std::string text;  ///< for people
  std::string json;
  preflight::citation citation;
};

[[nodiscard]] std::vector<named_limit> limits_of(const destination& destination);

/// "documented, read on 2026-11-22"
[[nodiscard]] std::string confidence_text(const citation& citation);

}  // namespace preflight::cli
