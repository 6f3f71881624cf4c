#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "options/parse_number.hpp"

namespace preflight::cli {

/// "2", "0.5". Throws fatal_error.
[[nodiscard]] inline std::chrono::milliseconds parse_seconds(std::string_view option, std::string_view text,
                                                             double max_seconds) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size() || !(seconds >= 0) || seconds > max_seconds) {
    throw fatal_error{fmt::format("{} must be between 0 and {} seconds, got '{}'", option, max_seconds, text)};
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>{seconds});
}

/// "90s", "30m", "2h". Throws fatal_error.
[[nodiscard]] inline std::chrono::milliseconds parse_duration(std::string_view option, std::string_view text) {
  constexpr std::string_view units = "smh";
  constexpr std::array<std::uint32_t, 3> seconds{1, 60, 3600};
  const std::size_t unit = text.empty() ? std::string_view::npos : units.find(text.back());
  const auto count = parse_number<std::uint32_t>(text.substr(0, text.empty() ? 0 : text.size() - 1));
  if (unit == std::string_view::npos || !count || *count > 86'400 / seconds[unit]) {
    throw fatal_error{fmt::format("{} must be a time up to 24h, such as 90s, 30m or 2h, got '{}'", option, text)};
  }
  return std::chrono::seconds{*count * seconds[unit]};
}

}  // namespace preflight::cli
