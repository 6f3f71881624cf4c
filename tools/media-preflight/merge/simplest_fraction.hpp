#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace preflight::cli {

/// A duration in units of a timescale.
struct fraction {
  std::uint64_t over = 0;
  std::uint32_t under = 1;

  [[nodiscard]] double quotient() const { return static_cast<double>(over) / static_cast<double>(under); }
};

/// The fraction with the smallest terms whose quotient is exactly this number, as a walk down the Stern-Brocot tree
/// finds it. Nothing where there is none, or the number is negative, infinite or NaN. Rounding keeps the order of
/// quotients, so the walk may go by them.
[[nodiscard]] inline std::optional<fraction> simplest_fraction(double value) {
  constexpr double beyond_all = 18446744073709551616.0;  // 2^64
  constexpr std::uint64_t most_over = std::uint64_t{1} << 53;
  if (!(value >= 0) || value > beyond_all) {
    return std::nullopt;
  }
  if (value == beyond_all) {
    return fraction{std::numeric_limits<std::uint64_t>::max(), 1};
  }
  struct node {
    std::uint64_t over, under;
    [[nodiscard]] node moved(const node& to, std::uint64_t times) const {
      return {over + times * to.over, under + times * to.under};
    }
    [[nodiscard]] double quotient() const { return static_cast<double>(over) / static_cast<double>(under); }
  };
  const auto whole = static_cast<std::uint64_t>(value);
  if (static_cast<double>(whole) == value) {
    return fraction{whole, 1};
  }
  node below{whole, 1};
  node above{whole + 1, 1};
  for (bool from_below = true;; from_below = !from_below) {
    node& moving = from_below ? below : above;
    const node& fixed = from_below ? above : below;
    const auto is_short = [&](std::uint64_t times) {
      const double at = moving.moved(fixed, times).quotient();
      return from_below ? at < value : at > value;
    };
    const std::uint64_t room =
        std::min((std::numeric_limits<std::uint32_t>::max() - moving.under) / fixed.under,
                 (most_over - std::min(most_over, moving.over)) / std::max<std::uint64_t>(fixed.over, 1));
    // The first step that is not short of the value any more lies in (few, many].
    std::uint64_t few = 0;
    std::uint64_t many = 1;
    while (many <= room && is_short(many)) {
      few = many;
      many *= 2;
    }
    if (many > room) {
      many = room + 1;
    }
    while (many - few > 1) {
      const std::uint64_t middle = few + (many - few) / 2;
      (is_short(middle) ? few : many) = middle;
    }
    if (many > room) {
      return std::nullopt;
    }
    const node reached = moving.moved(fixed, many);
    if (reached.quotient() == value) {
      return fraction{reached.over, static_cast<std::uint32_t>(reached.under)};
    }
    moving = moving.moved(fixed, few);
  }
}

}  // namespace preflight::cli
