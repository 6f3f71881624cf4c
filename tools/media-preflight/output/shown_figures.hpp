#pragma once

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <preflight/rules/message_values.hpp>

namespace preflight::cli {

/// "15,728,641"
[[nodiscard]] inline std::string with_groups(std::uint64_t number) {
  inline_string<32> out;
  out << digit_grouping{number};
  return std::string{out.text()};
}

/// "1 call", "1,200 calls"
[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", with_groups(count), noun, count == 1 ? "" : "s");
}

/// "9 KiB", "1.2 MiB"
[[nodiscard]] inline std::string shown_size(std::uint64_t bytes) {
  const double kibibytes = static_cast<double>(bytes) / 1024;
  return bytes < 1024       ? fmt::format("{} B", bytes)
         : kibibytes < 1000 ? fmt::format("{:.0f} KiB", kibibytes)
                            : fmt::format("{:.1f} MiB", kibibytes / 1024);
}

/// "40 s", "3 min", "2 h 10 min", rounded up: what is not over yet is never "0 s".
[[nodiscard]] inline std::string shown_time(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  const std::uint64_t minutes = (whole + 59) / 60;
  return whole < 120     ? fmt::format("{} s", whole)
         : minutes < 120 ? fmt::format("{} min", minutes)
                         : fmt::format("{} h {} min", with_groups(minutes / 60), minutes % 60);
}

[[nodiscard]] inline double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// ", 12 s left, 9.8 a second"; nothing while there is nothing to tell it by.
[[nodiscard]] inline std::string shown_pace(std::size_t done, std::size_t total,
                                            std::chrono::steady_clock::time_point start) {
  const double rate = static_cast<double>(done) / seconds_since(start);
  return done == 0 || !std::isfinite(rate)
             ? std::string{}
             : fmt::format(", {} left, {:.1f} a second", shown_time(static_cast<double>(total - done) / rate), rate);
}

}  // namespace preflight::cli
