#pragma once

#include <string>

namespace preflight::cli {

/// The JSON Schema of media-preflight.toml, made from the keys, the limit table, the rules and the formats that the
/// program knows. Ends in a line feed.
[[nodiscard]] std::string configuration_schema();

}  // namespace preflight::cli
