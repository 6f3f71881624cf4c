#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace zoom_server {

enum class plan { free, pro, business };
inline constexpr std::array<std::string_view, 3> plan_names{"free", "pro", "business"};

/// Only labels which an endpoint of this server has.
enum class rate_label { light, medium };
inline constexpr std::array<std::string_view, 2> label_names{"Light", "Medium"};

/// Requests of a whole account. A day without a cap has none.
struct allowance {
  std::uint64_t per_second = 0;
  std::optional<std::uint64_t> per_day;
};

[[nodiscard]] constexpr allowance allowance_of(plan p, rate_label label) {
  const bool light = label == rate_label::light;
  switch (p) {
    case plan::free: return light ? allowance{4, 6000} : allowance{2, 2000};
    case plan::pro: return {light ? 30U : 20U, std::nullopt};
    case plan::business: return {light ? 80U : 60U, std::nullopt};
  }
  return {0, 0};
}

/// Counts by label, in seconds of the clock and in days from 00:00 UTC. What is refused does not count.
class limiter {
 public:
  /// Nothing where the request may pass; else the 429. Counts it, where it passes.
  std::optional<reply> refuse_or_count(plan p, rate_label label, std::int64_t seconds);
  /// X-RateLimit-Limit and -Remaining of an ordinary answer: of the day where that is capped, else of the second.
  void describe(plan p, rate_label label, reply& answer) const;
  void set_used_today(rate_label label, std::uint64_t count, std::int64_t seconds);

 private:
  struct counts {
    std::int64_t second = 0;
    std::uint64_t in_second = 0;
    std::int64_t day = 0;
    std::uint64_t in_day = 0;
  };
  [[nodiscard]] counts& of(rate_label label) { return counts_[static_cast<std::size_t>(label)]; }
  [[nodiscard]] const counts& of(rate_label label) const { return counts_[static_cast<std::size_t>(label)]; }

  std::array<counts, label_names.size()> counts_{};
};

/// The two kinds of 429, with their headers. A time from which it goes on again stands in Retry-After of the daily one.
[[nodiscard]] reply too_fast(std::uint64_t limit, std::int64_t seconds);
[[nodiscard]] reply daily_limit(std::uint64_t limit, std::int64_t seconds);

}  // namespace zoom_server
