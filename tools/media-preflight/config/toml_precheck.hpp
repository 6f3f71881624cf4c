#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace preflight::cli {

/// Where a TOML text, well formed but for such bytes, has a byte above ASCII outside strings and comments, or
/// after a backslash that joins two lines of a string. TOML 1.0 allows none of the former; toml++ 3.3 has
/// undefined behaviour over both, so neither may reach it. A byte order mark in front is allowed.
[[nodiscard]] std::optional<std::size_t> find_bare_non_ascii(std::string_view text);

}  // namespace preflight::cli
