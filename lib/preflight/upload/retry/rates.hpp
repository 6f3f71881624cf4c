#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace preflight::upload {

/// Zoom counts calls by label and plan, together for all apps of an account. No call tells the plan.
enum class zoom_plan : std::uint8_t { free, pro, business };
inline constexpr std::array<std::string_view, 3> zoom_plan_names{"free", "pro", "business"};
[[nodiscard]] constexpr std::string_view name_of(zoom_plan p) { return zoom_plan_names[static_cast<std::size_t>(p)]; }

enum class rate_label : std::uint8_t { light, medium, heavy, resource_intensive };
inline constexpr std::array<std::string_view, 4> rate_label_names{"Light", "Medium", "Heavy", "Resource-intensive"};
[[nodiscard]] constexpr std::string_view name_of(rate_label l) { return rate_label_names[static_cast<std::size_t>(l)]; }

struct rate {
  std::uint32_t calls = 0;
  std::chrono::seconds per{1};
  std::optional<std::uint32_t> calls_a_day;  ///< counted anew at 00:00 UTC; absent where none is documented
};

/// Zoom API, "Rate limits", read on 2026-11-22.
[[nodiscard]] constexpr rate rate_of(rate_label label, zoom_plan plan) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  constexpr std::array<std::array<rate, 3>, 4> table{{
      {{{4, seconds{1}, 6'000}, {30, seconds{1}, {}}, {80, seconds{1}, {}}}},
      {{{2, seconds{1}, 2'000}, {20, seconds{1}, {}}, {60, seconds{1}, {}}}},
      {{{1, seconds{1}, 1'000}, {10, seconds{1}, 30'000}, {40, seconds{1}, 60'000}}},
      {{{10, minutes{1}, 30'000}, {10, minutes{1}, 30'000}, {20, minutes{1}, 60'000}}},
  }};
  return table[static_cast<std::size_t>(label)][static_cast<std::size_t>(plan)];
}

}  // namespace preflight::upload
