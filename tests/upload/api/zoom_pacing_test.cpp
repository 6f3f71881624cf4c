#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/retry/detail/rate_limiter.hpp>
#include <preflight/upload/retry/detail/retry_policy.hpp>
#include <preflight/upload/retry/retry_after.hpp>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using namespace std::chrono_literals;
using json = nlohmann::json;

namespace {

constexpr utc_time noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 12h;

/// Everything but the daily limit's and the second's own marks.
json limited(const json& headers, std::string_view message, std::uint64_t times = 1) {
  return json::array({{{"do", "answer"},
                       {"endpoint", "upload-background"},
                       {"status", 429},
                       {"times", times},
                       {"headers", headers},
                       {"body", {{"code", 429}, {"message", message}}}}});
}

constexpr std::string_view per_second =
    "You have reached the maximum per-second rate limit for this API. Try again later.";
constexpr std::string_view per_day =
    "You have reached the maximum daily rate limit for this API. Refer to the response header for details.";

}  // namespace

TEST_CASE("Retry-After is read as seconds, as an HTTP date and as an ISO date, and as nothing else") {
  CHECK(retry_after("2", noon) == noon + 2s);
  CHECK(retry_after("0", noon) == noon);
  CHECK(retry_after("172800", noon) == noon + 48h);
  CHECK(retry_after("Sun, 22 Nov 2026 12:00:05 GMT", noon) == noon + 5s);
  CHECK(retry_after("2026-11-23T00:00:00Z", noon) == noon + 12h);
  CHECK(retry_after("2026-11-23T00:00:00.250Z", noon) == noon + 12h);
  CHECK(retry_after("2026-11-23 00:00:00.250+00:00", noon) == noon + 12h);
  CHECK(retry_after("2026-11-23T00:00:00+00:00", noon) == noon + 12h);
  for (const std::string_view odd : {"",
                                     "soon",
                                     "-1",
                                     "2.5",
                                     " 2",
                                     "2 s",
                                     "2026-13-01T00:00:00Z",
                                     "2026-02-30T00:00:00Z",
                                     "2026-11-23T25:00:00Z",
                                     "2026-11-23",
                                     "2026-11-23T00:00:00",
                                     "2026-11-23T00:00:00+01:00",
                                     "Sun, 22 Nob 2026 12:00:05 GMT",
                                     "Sun, 22 Nov 2026 12:00:05 CET",
                                     "Sun, 22 Nov 20x6 12:00:05 GMT",
                                     "Mon, 30 Feb 2026 12:00:05 GMT",
                                     "Sun, 22 Nov 2026 24:00:05 GMT",
                                     "Sun, 22 Nov 2026  2:00:05 GMT",
                                     "2026-11-23T00:00:00.25",
                                     "2026-11-23T00:00:00Zz",
                                     "172801",
                                     "99999999999999999999999",
                                     "Tue, 24 Nov 2026 12:00:01 GMT",
                                     "2026-11-24T12:00:01Z",
                                     "9999-12-31T23:59:59Z",
                                     "1969-12-31T23:59:59Z",
                                     "2201-01-01T00:00:00Z"}) {
    INFO(odd);
    CHECK_FALSE(retry_after(odd, noon));
  }
  CHECK(iso_time(noon + 90s) == "2026-11-22T12:01:30Z");
  CHECK(iso_time(next_day(noon)) == "2026-11-23T00:00:00Z");
  CHECK(next_day(next_day(noon)) == next_day(noon) + 24h);
}

TEST_CASE("pauses double, stay within half a minute and what was asked for, and differ by a quarter at most") {
  for (const double chance : {0.0, 0.5, 0.999999}) {
    std::chrono::nanoseconds expected = 1s;
    for (unsigned tries = 1; tries <= 4; ++tries, expected *= 2) {
      const std::chrono::nanoseconds pause = backoff(tries, std::nullopt, chance);
      CHECK(pause >= expected);
      CHECK(pause < expected * 5 / 4);
    }
    for (const unsigned tries : {6U, 40U, 0xFFFF'FFFFU}) {
      CHECK(backoff(tries, std::nullopt, chance) < 38s);
    }
    CHECK(backoff(1, 999999s, chance) < 38s);
    CHECK(backoff(1, 999999s, chance) >= 30s);
    CHECK(backoff(3, 0s, chance) == 0s);
    CHECK(backoff(3, -5s, chance) == 0s);
  }
}

TEST_CASE("calls are as far apart as the plan demands, for each label by itself") {
  struct row {
    zoom_plan plan;
    rate_label label;
    std::chrono::nanoseconds apart;
  };
  for (const row& test : std::array{
           row{zoom_plan::free, rate_label::light, 250ms},
           row{zoom_plan::free, rate_label::medium, 500ms},
           row{zoom_plan::free, rate_label::heavy, 1s},
           row{zoom_plan::free, rate_label::resource_intensive, 6s},
           row{zoom_plan::pro, rate_label::medium, 50ms},
           row{zoom_plan::pro, rate_label::heavy, 100ms},
           row{zoom_plan::pro, rate_label::resource_intensive, 6s},
           row{zoom_plan::business, rate_label::light, 12500us},
           row{zoom_plan::business, rate_label::heavy, 25ms},
           row{zoom_plan::business, rate_label::resource_intensive, 3s},
       }) {
    INFO(name_of(test.plan) << ' ' << name_of(test.label));
    manual_clock clock;
    rate_limiter turns{test.plan, std::nullopt, clock};
    const clock::steady_time start = clock.now();
    for (int i = 0; i < 11; ++i) {
      CHECK_FALSE(turns.acquire(test.label));
    }
    CHECK(clock.now() - start == test.apart * 10);
    const clock::steady_time before = clock.now();
    CHECK_FALSE(turns.acquire(test.label == rate_label::light ? rate_label::medium : rate_label::light));
    CHECK(clock.now() == before);
  }
}

TEST_CASE("the daily limits are the documented ones") {
  CHECK(rate_of(rate_label::light, zoom_plan::free).calls_a_day == 6'000U);
  CHECK(rate_of(rate_label::medium, zoom_plan::free).calls_a_day == 2'000U);
  CHECK(rate_of(rate_label::heavy, zoom_plan::free).calls_a_day == 1'000U);
  CHECK(rate_of(rate_label::heavy, zoom_plan::pro).calls_a_day == 30'000U);
  CHECK(rate_of(rate_label::heavy, zoom_plan::business).calls_a_day == 60'000U);
  CHECK_FALSE(rate_of(rate_label::medium, zoom_plan::pro).calls_a_day);
  CHECK_FALSE(rate_of(rate_label::light, zoom_plan::business).calls_a_day);
}

TEST_CASE("a hold is for everybody, and a rate of zero for nobody") {
  manual_clock clock;
  rate_limiter turns{zoom_plan::pro, 0, clock};
  const clock::steady_time start = clock.now();
  for (int i = 0; i < 1000; ++i) {
    CHECK_FALSE(turns.acquire(rate_label::medium));
  }
  CHECK(clock.now() == start);
  turns.delay(rate_label::medium, 3s);
  turns.delay(rate_label::medium, 1s);
  CHECK_FALSE(turns.acquire(rate_label::light));
  CHECK(clock.now() == start);
  CHECK_FALSE(turns.acquire(rate_label::medium));
  CHECK(clock.now() == start + 3s);
}

TEST_CASE("after a limit per second calls are made half as often, however many of them were refused at once") {
  manual_clock clock;
  rate_limiter turns{zoom_plan::pro, 10, clock};
  CHECK_FALSE(turns.acquire(rate_label::medium));
  turns.slow_down(rate_label::medium, 1s);
  turns.slow_down(rate_label::medium, 1s);
  CHECK_FALSE(turns.acquire(rate_label::medium));
  const clock::steady_time held = clock.now();
  for (int i = 0; i < 5; ++i) {
    CHECK_FALSE(turns.acquire(rate_label::medium));
  }
  CHECK(clock.now() - held == 1s);
  turns.slow_down(rate_label::medium, 1s);
  CHECK_FALSE(turns.acquire(rate_label::medium));
  const clock::steady_time again = clock.now();
  CHECK_FALSE(turns.acquire(rate_label::medium));
  CHECK(clock.now() - again == 400ms);
  CHECK_FALSE(turns.acquire(rate_label::light));
  CHECK(clock.now() - again == 400ms);

  rate_limiter unlimited{zoom_plan::pro, 0, clock};
  unlimited.slow_down(rate_label::medium, 1s);
  CHECK_FALSE(unlimited.acquire(rate_label::medium));
  const clock::steady_time last = clock.now();
  CHECK_FALSE(unlimited.acquire(rate_label::medium));
  CHECK(clock.now() - last == 50ms);
}

TEST_CASE("a limit per second is waited for as the response asks, and else with a pause of our own") {
  struct row {
    json retry_after;
    double least;
    double most;
  };
  for (const row& test : std::array{
           row{"2", 2, 2.5},
           row{"Sun, 22 Nov 2026 20:00:03 GMT", 3, 3.75},
           row{"2026-11-22T20:00:04Z", 4, 5},
           row{"soon", 1, 1.25},
           row{"-1", 1, 1.25},
           row{"100000", 30, 37.5},
           row{nullptr, 1, 1.25},
       }) {
    INFO(test.retry_after);
    zoom_conversation zoom;
    json headers = {{"X-RateLimit-Type", "QPS"}, {"X-RateLimit-Category", "Medium"}};
    if (!test.retry_after.is_null()) {
      headers["Retry-After"] = test.retry_after;
    }
    zoom.server.set_faults(limited(headers, per_second));
    CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
    const std::vector<double> waits = zoom.clock.long_waits();
    REQUIRE(waits.size() == 1);
    CHECK(waits.front() >= test.least);
    CHECK(waits.front() <= test.most);
    CHECK(zoom.requests("upload-background") == 2);
    CHECK(zoom.server.state()["users"]["anna@example.com"]["files"].size() == 1);
  }
}

TEST_CASE("a limit per second that does not end is given up after five tries") {
  zoom_conversation zoom;
  zoom.server.set_faults(limited(json::object(), per_second, 0));
  const api_result given_up = zoom.client.upload_background(anna, lobby()).what;
  CHECK(given_up.kind == result_kind::too_fast);
  CHECK(given_up.message == per_second);
  CHECK(zoom.requests("upload-background") == 5);
  const std::vector<double> waits = zoom.clock.long_waits();
  REQUIRE(waits.size() == 4);
  for (std::size_t i = 0; i < waits.size(); ++i) {
    CHECK(waits[i] >= static_cast<double>(1U << i));
    CHECK(waits[i] <= static_cast<double>(1U << i) * 1.25);
  }
}

TEST_CASE("a daily limit is known by its header, by its words, or by how long it lasts; nothing waits for it") {
  struct row {
    json headers;
    std::string_view message;
    std::string_view again_at;
  };
  for (const row& test : std::array{
           row{{{"X-RateLimit-Type", "Daily-limit"}, {"Retry-After", "2026-11-23T00:00:00Z"}},
               "",
               "2026-11-23T00:00:00Z"},
           row{{{"X-RateLimit-Type", "DAILY-LIMIT"}, {"Retry-After", "soon"}}, "", "2026-11-23T00:00:00Z"},
           row{json::object(), per_day, "2026-11-23T00:00:00Z"},
           row{{{"Retry-After", "Tue, 24 Nov 2026 00:00:00 GMT"}}, "", "2026-11-24T00:00:00Z"},
           row{{{"Retry-After", "7200"}}, "", "2026-11-22T22:00:00Z"},
           row{{{"Retry-After", "-1"}}, per_day, "2026-11-23T00:00:00Z"},
       }) {
    INFO(test.headers << test.message);
    zoom_conversation zoom;
    zoom.server.set_faults(limited(test.headers, test.message));
    const api_result closed = zoom.client.upload_background(anna, lobby()).what;
    CHECK(closed.kind == result_kind::daily_limit);
    CHECK(closed.again_at == test.again_at);
    CHECK(zoom.clock.long_waits().empty());

    // The same kind of call is not made again before, a call of another kind is.
    CHECK(zoom.client.upload_background(staff, lobby()).what.kind == result_kind::daily_limit);
    CHECK(zoom.requests("upload-background") == 1);
    CHECK(name_of(zoom.client.delete_backgrounds(anna, std::vector<std::string>{"x"}).error) == "file-not-found");
    zoom.clock.pass(48h);
    CHECK(zoom.client.upload_background(staff, lobby()).what.ok());
  }
}
