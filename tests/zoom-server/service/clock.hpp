#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace zoom_server {

/// The time of the service in milliseconds since 1970, UTC: real, shifted, or standing still until it is moved.
class clock {
 public:
  [[nodiscard]] std::int64_t now() const;
  [[nodiscard]] std::int64_t seconds() const { return now() / 1000; }
  void stand_at(std::int64_t milliseconds) { standing_ = milliseconds; }
  void advance(std::int64_t milliseconds);
  void run();

 private:
  std::int64_t shift_ = 0;
  std::optional<std::int64_t> standing_;
};

inline constexpr std::int64_t seconds_of_a_day = 86'400;

/// 2025-01-20T00:00:00Z
[[nodiscard]] std::string iso_time(std::int64_t seconds);
/// Mon, 20 Jan 2025 00:00:00 GMT
[[nodiscard]] std::string http_time(std::int64_t seconds);

}  // namespace zoom_server
