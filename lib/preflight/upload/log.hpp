#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace preflight::upload {

enum class log_level : std::uint8_t { error, info, debug, trace };
inline constexpr std::array<std::string_view, 4> log_level_names{"error", "info", "debug", "trace"};
[[nodiscard]] constexpr std::string_view name_of(log_level l) { return log_level_names[static_cast<std::size_t>(l)]; }

/// Receives lines without their end, secrets already removed; called by several threads at once.
using log_sink = std::function<void(log_level, std::string_view line)>;

}  // namespace preflight::upload
