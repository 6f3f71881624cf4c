#pragma once

#include <array>
#include <chrono>
#include <ctime>
#include <optional>
#include <string>

/// Points in time as texts, in UTC.
namespace preflight {

using utc_time = std::chrono::system_clock::time_point;

namespace detail {

inline constexpr const char* iso_form = "%Y-%m-%dT%H:%M:%SZ";
inline constexpr const char* http_form = "%a, %d %b %Y %H:%M:%S GMT";

[[nodiscard]] inline std::string formatted(utc_time time, const char* form) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  std::array<char, 64> text{};
  ::gmtime_r(&seconds, &parts);
  return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

}  // namespace detail

/// "2026-11-23T00:00:00Z"
[[nodiscard]] inline std::string iso_time(utc_time time) { return detail::formatted(time, detail::iso_form); }

/// An HTTP date (RFC 9110, 5.6.7; of its forms the one that is not obsolete), or "2025-01-20T00:00:00Z" (ISO 8601),
/// with a blank for the T, a fraction of a second or "+00:00" as well.
[[nodiscard]] inline std::optional<utc_time> parse_time(std::string text) {
  if (text.size() >= 20 && text[10] == ' ' && text[4] == '-') {
    text[10] = 'T';
  }
  if (text.size() >= 20 && text[19] == '.') {
    text.erase(19, text.find_first_not_of("0123456789", 20) - 19);
  }
  if (text.ends_with("+00:00")) {
    text.replace(text.size() - 6, 6, "Z");
  }
  for (const char* const form : {detail::iso_form, detail::http_form}) {
    std::tm parts{};
    constexpr int last_year = 2200 - 1900;  // utc_time counts nanoseconds, which end in 2262
    if (::strptime(text.c_str(), form, &parts) != nullptr && parts.tm_year >= 70 && parts.tm_year <= last_year) {
      // 30 February becomes 2 March.
      const utc_time time = std::chrono::system_clock::from_time_t(::timegm(&parts));
      return detail::formatted(time, form) == text ? std::optional{time} : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace preflight
