#include <preflight/upload/pacing.hpp>

#include <algorithm>

namespace preflight::upload {

pacing::pacing(zoom_plan plan, std::optional<std::uint32_t> calls_a_second, timekeeper& time) : time_{&time} {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    rate allowed = rate_of(static_cast<rate_label>(i), plan);
    if (calls_a_second) {
      allowed = {*calls_a_second, std::chrono::seconds{1}, {}};
    }
    lanes_[i].apart = allowed.calls == 0 ? std::chrono::nanoseconds{0}
                                         : std::chrono::nanoseconds{allowed.per} / std::int64_t{allowed.calls};
  }
}

void pacing::take_turn(rate_label label) {
  std::chrono::nanoseconds left{};
  {
    const std::lock_guard lock{guard_};
    lane& own = lane_of(label);
    const timekeeper::steady now = time_->now();
    const timekeeper::steady turn = std::max(now, own.next);
    own.next = turn + own.apart;
    left = turn - now;
  }
  if (left.count() > 0) {
    time_->wait(left);
  }
}

void pacing::slow_down(rate_label label, std::chrono::nanoseconds how_long) {
  constexpr std::chrono::nanoseconds least = std::chrono::milliseconds{50};
  constexpr std::chrono::nanoseconds most = std::chrono::seconds{10};
  {
    const std::lock_guard lock{guard_};
    lane& own = lane_of(label);
    const timekeeper::steady now = time_->now();
    if (now >= own.slowed_until) {
      own.apart = std::max(own.apart, std::clamp(own.apart * 2, least, most));
      own.slowed_until = now + how_long;
    }
  }
  hold(label, how_long);
}

void pacing::hold(rate_label label, std::chrono::nanoseconds how_long) {
  const std::lock_guard lock{guard_};
  lane& own = lane_of(label);
  own.next = std::max(own.next, time_->now() + how_long);
}

void pacing::close_until(rate_label label, timekeeper::calendar when) {
  const std::lock_guard lock{guard_};
  lane_of(label).closed = when;
}

std::optional<timekeeper::calendar> pacing::closed_until(rate_label label) {
  const std::lock_guard lock{guard_};
  std::optional<timekeeper::calendar>& closed = lane_of(label).closed;
  if (closed && *closed <= time_->today()) {
    closed.reset();
  }
  return closed;
}

std::chrono::nanoseconds pause_after(unsigned tries, std::optional<std::chrono::nanoseconds> asked_for, double chance) {
  using std::chrono::nanoseconds;
  using std::chrono::seconds;
  constexpr nanoseconds longest = seconds{30};
  const nanoseconds backoff = seconds{1} * (std::int64_t{1} << std::clamp(tries, 1U, 6U)) / 2;
  const nanoseconds wanted = std::clamp(asked_for.value_or(backoff), nanoseconds{0}, longest);
  return wanted + nanoseconds{static_cast<std::int64_t>(static_cast<double>(wanted.count()) / 4 * chance)};
}

}  // namespace preflight::upload
