#include <preflight/upload/retry/utc_time.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>

namespace preflight::upload {

utc_time next_day(utc_time now) { return std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1}; }

namespace {

constexpr const char* iso_form = "%Y-%m-%dT%H:%M:%SZ";

/// No limit of the service lasts longer than a day; what a clock that is wrong or a stranger says must end no run.
constexpr std::chrono::hours longest_wait{48};

std::string written(utc_time time, const char* form) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  std::array<char, 64> text{};
  ::gmtime_r(&seconds, &parts);
  return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

/// An HTTP date (of its forms the one that is not obsolete), or "2025-01-20T00:00:00Z", with a blank for the T, a
/// fraction of a second or "+00:00" as well.
std::optional<utc_time> parse_date(std::string text) {
  if (text.size() >= 20 && text[10] == ' ' && text[4] == '-') {
    text[10] = 'T';
  }
  if (text.size() >= 20 && text[19] == '.') {
    text.erase(19, text.find_first_not_of("0123456789", 20) - 19);
  }
  if (text.ends_with("+00:00")) {
    text.replace(text.size() - 6, 6, "Z");
  }
  for (const char* const form : {iso_form, "%a, %d %b %Y %H:%M:%S GMT"}) {
    std::tm parts{};
    constexpr int last_year = 2200 - 1900;  // utc_time counts nanoseconds, which end in 2262
    if (::strptime(text.c_str(), form, &parts) != nullptr && parts.tm_year >= 70 && parts.tm_year <= last_year) {
      // 30 February becomes 2 March.
      const utc_time time = std::chrono::system_clock::from_time_t(::timegm(&parts));
      return written(time, form) == text ? std::optional{time} : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string iso_time(utc_time time) { return written(time, iso_form); }

std::optional<utc_time> retry_after(std::string_view text, utc_time now) {
  std::optional<utc_time> time = parse_date(std::string{text});
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::uint32_t count = 0;
    const bool fits = std::from_chars(text.data(), text.data() + text.size(), count).ec == std::errc{};
    time = fits ? std::optional{now + std::chrono::seconds{count}} : std::nullopt;
  }
  return time && *time - now <= longest_wait ? time : std::nullopt;
}

}  // namespace preflight::upload
