#include <preflight/upload/retry/utc_time.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
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

namespace {

/// An HTTP date in the form of ISO 8601, any other text as it is. The two obsolete forms of RFC 9110 are sent by nobody
/// here.
std::string iso_of(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::string iso{text};
  if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) {
    return iso;
  }
  const std::size_t month = months.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) {
    return iso;
  }
  const std::string number = std::to_string(101 + month / 3).substr(1);
  return iso.substr(12, 4) + '-' + number + '-' + iso.substr(5, 2) + 'T' + iso.substr(17, 8) + 'Z';
}

/// "2025-01-20T00:00:00Z", with a blank for the T, a fraction of a second or "+00:00" as well.
std::optional<utc_time> parse_iso(std::string text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ')) {
    return std::nullopt;
  }
  text[10] = 'T';
  if (text[19] == '.') {
    text.erase(19, text.find_first_not_of("0123456789", 20) - 19);
  }
  if (text.ends_with("+00:00")) {
    text.replace(text.size() - 6, 6, "Z");
  }
  std::tm parts{};
  if (::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr || parts.tm_year + 1900 < 1970 ||
      parts.tm_year + 1900 > 2200) {
    return std::nullopt;
  }
  // 30 February becomes 2 March.
  const utc_time time = std::chrono::system_clock::from_time_t(::timegm(&parts));
  return iso_time(time) == text ? std::optional{time} : std::nullopt;
}

}  // namespace

std::optional<utc_time> retry_after(std::string_view text, utc_time now) {
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    constexpr std::int64_t century = std::int64_t{100} * 365 * 24 * 3600;
    std::int64_t count = century;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return now + std::chrono::seconds{std::min(count, century)};
  }
  return parse_iso(iso_of(text));
}

}  // namespace preflight::upload
