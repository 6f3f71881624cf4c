#include <atomic>
#include <chrono>
#include <latch>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <preflight/upload/pacing.hpp>
#include <preflight/upload/zoom_client.hpp>

#include "catch.hpp"
#include "held_clock.hpp"
#include "zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using namespace std::chrono_literals;
using json = nlohmann::json;

TEST_CASE("who waits for a turn gives up as soon as a daily limit closes the kind") {
  held_clock clock;
  pacing turns{zoom_plan::pro, 1, clock};
  CHECK_FALSE(turns.take_turn(rate_label::medium));
  const timekeeper::calendar midnight = clock.today() + 4h;
  std::atomic<int> gave_up = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 7; ++i) {
    threads.emplace_back([&] { gave_up += turns.take_turn(rate_label::medium) == midnight ? 1 : 0; });
  }
  clock.wait_until_begun(7);
  turns.close_until(rate_label::medium, midnight);
  clock.pass(0s);
  threads.clear();
  CHECK(gave_up == 7);
  CHECK_FALSE(turns.take_turn(rate_label::light));
  clock.pass(4h);
  CHECK_FALSE(turns.take_turn(rate_label::medium));
}

TEST_CASE("a pause that begins while others wait for their turns is theirs, too") {
  held_clock clock;
  pacing turns{zoom_plan::pro, 1, clock};
  CHECK_FALSE(turns.take_turn(rate_label::medium));
  std::atomic<int> done = 0;
  std::mutex noting;
  std::vector<timekeeper::steady> calls;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      static_cast<void>(turns.take_turn(rate_label::medium));
      const std::lock_guard hold{noting};
      calls.push_back(clock.now());
      ++done;
    });
  }
  clock.wait_until_begun(3);
  turns.hold(rate_label::medium, 30s);
  clock.pass(1s);
  clock.wait_until_begun(6);
  CHECK(done == 0);
  clock.pass(29s);
  while (done < 3) {
    clock.pass(100ms);
    std::this_thread::yield();
  }
  threads.clear();
  for (const timekeeper::steady each : calls) {
    CHECK(each >= timekeeper::steady{} + 30s);
  }
}

TEST_CASE("after a daily limit no thread calls that was waiting for its turn") {
  json users = json::object();
  for (int i = 0; i < 8; ++i) {
    users["person" + std::to_string(i) + "@example.com"] = json::object();
  }
  zoom_server server{{{"limits", false}, {"users", users}}};
  held_clock clock;
  client_options how = options_for(server);
  how.calls_a_second = 1;
  zoom_client client{app_credentials(), how, clock};
  CHECK(client.backgrounds_of({target_kind::user, "person0@example.com"}).what.ok());
  server.set_faults(json::array({{{"do", "daily-limit"}, {"endpoint", "show-settings"}, {"times", 0}}}));
  std::atomic<int> closed = 0;
  std::latch first{1};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const answer what =
          client.backgrounds_of({target_kind::user, "person" + std::to_string(i) + "@example.com"}).what;
      closed += what.kind == answer_kind::daily_limit ? 1 : 0;
      if (what.http_status == 429) {
        first.count_down();
      }
    });
  }
  clock.wait_until_begun(8);
  clock.pass(1s);
  first.wait();
  clock.pass(0s);
  threads.clear();
  CHECK(closed == 8);
  CHECK(server.journal()["requests"]["show-settings"] == 2);
}
