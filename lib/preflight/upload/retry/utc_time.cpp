#include <preflight/upload/retry/utc_time.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace preflight::upload {

utc_time next_day(utc_time now) { return std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1}; }

std::string iso_time(utc_time time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  std::array<char, 64> text{};
  ::gmtime_r(&seconds, &parts);
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::optional<utc_time> retry_after(std::string_view text, utc_time now) {
  constexpr std::string_view digits = "0123456789";
  if (!text.empty() && text.find_first_not_of(digits) == std::string_view::npos) {
    constexpr std::int64_t century = std::int64_t{100} * 365 * 24 * 3600;
    std::int64_t count = century;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return now + std::chrono::seconds{std::min(count, century)};
  }
  std::string date{text};
  std::string iso;
  if (text.size() >= 20 && (text[10] == 'T' || text[10] == ' ')) {
    iso = date.substr(0, 10) + 'T' + date.substr(11, 8) + 'Z';
    date = date.substr(0, 4) + date.substr(5, 2) + date.substr(8, 2) + ' ' + date.substr(11, 8);
    std::string_view zone = text.substr(19);
    if (zone.starts_with('.')) {
      zone.remove_prefix(std::min(zone.find_first_not_of(digits, 1), zone.size()));
    }
    if (zone != "Z" && zone != "+00:00") {
      return std::nullopt;
    }
  } else if (text.size() != 29 || !text.ends_with(" GMT")) {
    return std::nullopt;  // the two obsolete forms of RFC 9110 are sent by nobody here
  }
  constexpr std::time_t year_2200 = 7'258'118'400;  // utc_time ends in 2262
  const std::time_t seconds = curl_getdate(date.c_str(), nullptr);
  if (seconds < 0 || seconds > year_2200) {
    return std::nullopt;
  }
  const utc_time time = std::chrono::system_clock::from_time_t(seconds);
  // libcurl takes 30 February for 2 March.
  return iso.empty() || iso_time(time) == iso ? std::optional{time} : std::nullopt;
}

}  // namespace preflight::upload
