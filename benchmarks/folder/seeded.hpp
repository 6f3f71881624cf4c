#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace benchmarks {

/// Numbers that look random and are the same for the same seed on every machine (SplitMix64, Steele, Lea and Flood
/// 2014).
class seeded {
 public:
  explicit seeded(std::uint64_t seed) : state_{seed} {}

  std::uint64_t bits() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  /// In [0, limit), and 0 where that is empty.
  std::size_t below(std::size_t limit) {
    const std::uint64_t drawn = bits();
    return limit == 0 ? 0 : static_cast<std::size_t>(drawn % limit);
  }
  /// True `percent` times of 100.
  bool chance(unsigned percent) { return below(100) < percent; }
  /// In [0, 1).
  double unit() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
  /// Log-normal: half of the values are below `median`, two thirds within a factor of e to the `spread` of it.
  double lognormal(double median, double spread) {
    const double bell = std::sqrt(-2 * std::log(1 - unit())) * std::cos(2 * std::numbers::pi * unit());
    return median * std::exp(spread * bell);
  }

 private:
  std::uint64_t state_;
};

}  // namespace benchmarks
