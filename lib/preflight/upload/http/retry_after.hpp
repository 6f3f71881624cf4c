#pragma once

#include <optional>
#include <string_view>

#include <preflight/upload/retry/utc_time.hpp>

namespace preflight::upload {

/// When a Retry-After header allows the next try: seconds, an HTTP date (RFC 9110, 10.2.3), or the ISO 8601 date that
/// Zoom sends. Nothing where it is none of these: "soon", "-1". A huge number of seconds is a hundred years.
[[nodiscard]] std::optional<utc_time> retry_after(std::string_view text, utc_time now);

}  // namespace preflight::upload
