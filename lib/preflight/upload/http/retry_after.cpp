#include <preflight/upload/http/retry_after.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace preflight::upload {
namespace {

using namespace std::chrono;

/// A number of exactly so many digits at a place; -1 where there is none.
int digits_at(std::string_view text, std::size_t place, std::size_t count) {
  int value = -1;
  if (place + count > text.size()) {
    return -1;
  }
  const std::string_view digits = text.substr(place, count);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return -1;
  }
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<utc_time> moment(int year_number, int month_number, int day_number, std::string_view clock) {
  const int hour = digits_at(clock, 0, 2);
  const int minute = digits_at(clock, 3, 2);
  const int second = digits_at(clock, 6, 2);
  if (clock.size() < 8 || clock[2] != ':' || clock[5] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60 || year_number < 1970 || year_number > 2200 || month_number < 1 || day_number < 1) {
    return std::nullopt;
  }
  const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_number)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
}

/// "2025-01-20T00:00:00Z", with a fraction of a second or "+00:00" as well.
std::optional<utc_time> iso(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ')) {
    return std::nullopt;
  }
  std::string_view zone = text.substr(19);
  if (zone.starts_with('.')) {
    zone.remove_prefix(std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
  }
  if (zone != "Z" && zone != "+00:00") {
    return std::nullopt;
  }
  return moment(digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2), text.substr(11, 8));
}

/// "Sun, 06 Nov 1994 08:49:37 GMT"; the two obsolete forms of RFC 9110 are sent by nobody here.
std::optional<utc_time> http_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) {
    return std::nullopt;
  }
  const std::size_t place = months.find(text.substr(8, 3));
  if (place == std::string_view::npos || place % 3 != 0) {
    return std::nullopt;
  }
  return moment(digits_at(text, 12, 4), static_cast<int>(place / 3) + 1, digits_at(text, 5, 2), text.substr(17, 8));
}

}  // namespace

std::optional<utc_time> retry_after(std::string_view text, utc_time now) {
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    constexpr std::uint64_t century = std::uint64_t{100} * 365 * 24 * 3600;
    std::uint64_t count = century;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return now + seconds{static_cast<std::int64_t>(std::min(count, century))};
  }
  const std::optional<utc_time> by_date = iso(text);
  return by_date ? by_date : http_date(text);
}

}  // namespace preflight::upload
