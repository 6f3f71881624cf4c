#include "service/limits.hpp"

#include <algorithm>
#include <string>

#include "service/clock.hpp"
#include "service/refusals.hpp"

namespace zoom_server {

namespace {

reply refuse_at_limit(std::string_view name, std::string_view type, std::uint64_t limit) {
  reply answer = refuse(name);
  answer.headers.emplace_back("X-RateLimit-Type", type);
  answer.headers.emplace_back("X-RateLimit-Limit", std::to_string(limit));
  answer.headers.emplace_back("X-RateLimit-Remaining", "0");
  return answer;
}

}  // namespace

reply too_fast(std::uint64_t limit, std::int64_t seconds) {
  reply answer = refuse_at_limit("too-fast", "QPS", limit);
  answer.headers.emplace_back("X-RateLimit-Reset", std::to_string(seconds + 1));
  return answer;
}

reply daily_limit(std::uint64_t limit, std::int64_t seconds) {
  reply answer = refuse_at_limit("daily-limit", "Daily-limit", limit);
  const std::int64_t midnight = (seconds / seconds_of_a_day + 1) * seconds_of_a_day;
  answer.headers.emplace_back("Retry-After", iso_time(midnight));
  return answer;
}

std::optional<reply> limiter::refuse_or_count(plan p, rate_label label, std::int64_t seconds) {
  const allowance allowed = allowance_of(p, label);
  counts& used = of(label);
  if (used.second != seconds) {
    used.second = seconds;
    used.in_second = 0;
  }
  if (used.day != seconds / seconds_of_a_day) {
    used.day = seconds / seconds_of_a_day;
    used.in_day = 0;
  }
  if (allowed.per_day && used.in_day >= *allowed.per_day) {
    return daily_limit(*allowed.per_day, seconds);
  }
  if (used.in_second >= allowed.per_second) {
    return too_fast(allowed.per_second, seconds);
  }
  ++used.in_second;
  ++used.in_day;
  return std::nullopt;
}

void limiter::describe(plan p, rate_label label, reply& answer) const {
  const allowance allowed = allowance_of(p, label);
  const counts& used = of(label);
  const std::uint64_t limit = allowed.per_day.value_or(allowed.per_second);
  const std::uint64_t count = allowed.per_day ? used.in_day : used.in_second;
  answer.headers.emplace_back("X-RateLimit-Limit", std::to_string(limit));
  answer.headers.emplace_back("X-RateLimit-Remaining", std::to_string(limit - std::min(limit, count)));
}

void limiter::set_used_today(rate_label label, std::uint64_t count, std::int64_t seconds) {
  of(label).day = seconds / seconds_of_a_day;
  of(label).in_day = count;
}

}  // namespace zoom_server
