#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace preflight::upload {

using calendar_time = std::chrono::system_clock::time_point;

/// When a Retry-After header allows the next try: seconds, an HTTP date (RFC 9110, 10.2.3), or the ISO 8601 date that
/// Zoom sends. Nothing where it is none of these: "soon", "-1". A huge number of seconds is a hundred years.
[[nodiscard]] std::optional<calendar_time> retry_after(std::string_view text, calendar_time now);

/// The next 00:00 UTC, when daily limits are counted anew.
[[nodiscard]] calendar_time next_day(calendar_time now);

/// "2026-11-23T00:00:00Z"
[[nodiscard]] std::string iso_date(calendar_time when);

}  // namespace preflight::upload
