#pragma once

#include <chrono>
#include <string>

namespace preflight::upload {

using utc_time = std::chrono::system_clock::time_point;

/// The next 00:00 UTC, when daily limits are counted anew.
[[nodiscard]] utc_time next_day(utc_time now);

/// "2026-11-23T00:00:00Z"
[[nodiscard]] std::string iso_time(utc_time when);

}  // namespace preflight::upload
