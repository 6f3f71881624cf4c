#include <algorithm>
#include <array>
#include <cstdio>

#include <preflight/upload/retry/utc_time.hpp>

namespace preflight::upload {

using namespace std::chrono;

utc_time next_day(utc_time now) { return floor<days>(now) + days{1}; }

std::string iso_time(utc_time when) {
  const sys_days midnight = floor<days>(when);
  const year_month_day date{midnight};
  const hh_mm_ss clock{floor<seconds>(when - midnight)};
  std::array<char, 32> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}

}  // namespace preflight::upload
