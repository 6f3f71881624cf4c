#include "output/shown_figures.hpp"

#include <cmath>

#include <fmt/format.h>

#include <preflight/rules/message_values.hpp>

namespace preflight::cli {

std::string with_groups(std::uint64_t number) {
  inline_string<32> out;
  out << digit_grouping{number};
  return std::string{out.text()};
}

std::string shown_time(double seconds) {
  constexpr std::uint64_t longest_in_seconds = 120;
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < longest_in_seconds) {
    return fmt::format("{} s", whole);
  }
  const std::uint64_t minutes = (whole + 59) / 60;
  return minutes < 120 ? fmt::format("{} min", minutes)
                       : fmt::format("{} h {} min", with_groups(minutes / 60), minutes % 60);
}

}  // namespace preflight::cli
