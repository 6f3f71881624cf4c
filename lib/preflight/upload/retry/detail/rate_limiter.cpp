#include <preflight/upload/retry/detail/rate_limiter.hpp>

#include <algorithm>

namespace preflight::upload {

rate_limiter::rate_limiter(zoom_plan plan, std::optional<std::uint32_t> calls_a_second, upload::clock& clock)
    : clock_{&clock} {
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    rate allowed = rate_of(static_cast<rate_label>(i), plan);
    if (calls_a_second) {
      allowed = {*calls_a_second, std::chrono::seconds{1}, {}};
    }
    buckets_[i].apart = allowed.calls == 0 ? std::chrono::nanoseconds{0}
                                           : std::chrono::nanoseconds{allowed.per} / std::int64_t{allowed.calls};
    buckets_[i].usual = buckets_[i].apart;
  }
}

std::optional<utc_time> rate_limiter::acquire(rate_label label) {
  bucket& own = bucket_of(label);
  const auto is_closed = [&] {
    const std::lock_guard lock{guard_};
    return closed_until(own).has_value();
  };
  std::optional<clock::steady_time> due;
  for (;;) {
    std::chrono::nanoseconds left{};
    {
      const std::lock_guard lock{guard_};
      if (const std::optional<utc_time> until = closed_until(own)) {
        return until;
      }
      const clock::steady_time now = clock_->now();
      if (own.next <= now) {
        // A turn that was waited for counts from when it was due, so that late awakenings do not add up.
        own.next = (own.next == due ? own.next : now) + own.apart;
        return std::nullopt;
      }
      due = own.next;
      left = own.next - now;
    }
    clock_->wait(left, is_closed);
  }
}

void rate_limiter::slow_down(rate_label label, std::chrono::nanoseconds pause) {
  constexpr std::chrono::nanoseconds least = std::chrono::milliseconds{50};
  constexpr std::chrono::nanoseconds most = std::chrono::seconds{10};
  {
    const std::lock_guard lock{guard_};
    bucket& own = bucket_of(label);
    const clock::steady_time now = clock_->now();
    if (now >= own.slowed_until) {
      own.apart = std::max(own.apart, std::clamp(own.apart * 2, least, most));
      own.slowed_until = now + pause;
    }
    own.in_time = 0;
  }
  delay(label, pause);
}

void rate_limiter::speed_up(rate_label label) {
  // The calls of a second at the usual rate of a pro account: so many show that the other apps of the account leave
  // room for them, and too high a rate costs one call in twenty at most.
  constexpr unsigned enough = 20;
  constexpr std::chrono::nanoseconds least = std::chrono::milliseconds{1};
  const std::lock_guard lock{guard_};
  bucket& own = bucket_of(label);
  if (own.apart == own.usual || ++own.in_time < enough) {
    return;
  }
  own.in_time = 0;
  const std::chrono::nanoseconds added = (own.apart - own.usual) / 2;
  own.apart = own.usual + (added < least ? std::chrono::nanoseconds{0} : added);
}

void rate_limiter::delay(rate_label label, std::chrono::nanoseconds pause) {
  const std::lock_guard lock{guard_};
  bucket& own = bucket_of(label);
  own.next = std::max(own.next, clock_->now() + pause);
}

void rate_limiter::block_until(rate_label label, utc_time reopens) {
  const std::lock_guard lock{guard_};
  bucket_of(label).closed = reopens;
}

std::optional<utc_time> rate_limiter::closed_until(bucket& own) const {
  if (own.closed && *own.closed <= clock_->today()) {
    own.closed.reset();
  }
  return own.closed;
}

}  // namespace preflight::upload
