#pragma once

#include <cstddef>

#include <preflight/facts/format_table.hpp>

namespace preflight {

/// The rows of format_table, in its order.
inline constexpr const auto& formats = format_table;

[[nodiscard]] constexpr const format_info& info(format f) { return formats[static_cast<std::size_t>(f)]; }

}  // namespace preflight
