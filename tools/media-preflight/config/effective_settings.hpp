#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/policies.hpp"

namespace preflight::cli {

/// The value of a setting and what set it: "--for", "media-preflight.toml:3:1" or "default".
using sourced = placed<std::string>;

inline constexpr std::string_view default_source = "default";

struct effective_rule {
  std::string_view id;
  sourced severity;
};

/// What counts for one path: of the settings that may differ from path to path.
struct effective_settings {
  std::vector<std::string> configurations;  ///< the nearest first
  sourced destination;
  std::vector<sourced> exclude;
  std::vector<effective_rule> rules;  ///< all, in their order
};

/// `path` is a folder or a file, there or not. Throws fatal_error as policies do.
[[nodiscard]] effective_settings settings_of(std::string_view path, bool is_folder, const policy_options& options,
                                             policies& known);

}  // namespace preflight::cli
