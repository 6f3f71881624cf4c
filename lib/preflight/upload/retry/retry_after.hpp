#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/text/formats/utc_time.hpp>

namespace preflight::upload {

/// The next 00:00 UTC, when daily limits are counted anew.
[[nodiscard]] inline utc_time next_day(utc_time now) {
  return std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1};
}

/// When a Retry-After header allows the next try: seconds, an HTTP date (RFC 9110, 10.2.3), or the ISO 8601 date that
/// Zoom sends. Nothing if it is neither, such as "soon" or "-1", or more than 48 hours from now: no limit of the
/// service lasts longer than a day, and what a clock that is wrong or a stranger says must end no run.
[[nodiscard]] inline std::optional<utc_time> retry_after(std::string_view text, utc_time now) {
  constexpr std::chrono::hours longest_wait{48};
  std::optional<utc_time> time = parse_time(std::string{text});
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::uint32_t count = 0;
    const bool fits = std::from_chars(text.data(), text.data() + text.size(), count).ec == std::errc{};
    time = fits ? std::optional{now + std::chrono::seconds{count}} : std::nullopt;
  }
  return time && *time - now <= longest_wait ? time : std::nullopt;
}

}  // namespace preflight::upload
