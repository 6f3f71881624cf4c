#pragma once

#include <string>
#include <string_view>

namespace preflight::cli {

/// The name of the schema that stands beside a new configuration, for editors.
inline constexpr std::string_view schema_name = "media-preflight.schema.json";

/// A media-preflight.toml that changes nothing, with every key explained in a comment.
[[nodiscard]] std::string configuration_template();

}  // namespace preflight::cli
