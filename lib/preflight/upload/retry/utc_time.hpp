#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace preflight::upload {

using utc_time = std::chrono::system_clock::time_point;

/// The next 00:00 UTC, when daily limits are counted anew.
[[nodiscard]] utc_time next_day(utc_time now);

/// "2026-11-23T00:00:00Z"
[[nodiscard]] std::string iso_time(utc_time time);

/// When a Retry-After header allows the next try: seconds, an HTTP date (RFC 9110, 10.2.3), or the ISO 8601 date that
/// Zoom sends. Nothing where it is none of these, as "soon" or "-1", or more than 48 hours
/// from now.
[[nodiscard]] std::optional<utc_time> retry_after(std::string_view text, utc_time now);

}  // namespace preflight::upload
