#include <atomic>
#include <chrono>
#include <latch>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/retry/detail/rate_limiter.hpp>

#include "harness/catch.hpp"
#include "upload/api/held_clock.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using namespace std::chrono_literals;
using json = nlohmann::json;

TEST_CASE("who waits for a turn gives up as soon as a daily limit closes the kind") {
  held_clock clock;
  rate_limiter turns{zoom_plan::pro, 1, clock};
  CHECK_FALSE(turns.acquire(rate_label::medium));
  const utc_time midnight = clock.today() + 4h;
  std::atomic<int> gave_up = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 7; ++i) {
    threads.emplace_back([&] { gave_up += turns.acquire(rate_label::medium) == midnight ? 1 : 0; });
  }
  clock.wait_until_begun(7);
  turns.block_until(rate_label::medium, midnight);
  clock.pass(0s);
  threads.clear();
  CHECK(gave_up == 7);
  CHECK_FALSE(turns.acquire(rate_label::light));
  clock.pass(4h);
  CHECK_FALSE(turns.acquire(rate_label::medium));
}

TEST_CASE("a pause that begins while others wait for their turns is theirs, too") {
  held_clock clock;
  rate_limiter turns{zoom_plan::pro, 1, clock};
  CHECK_FALSE(turns.acquire(rate_label::medium));
  std::atomic<int> done = 0;
  std::mutex noting;
  std::vector<clock::steady_time> calls;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      static_cast<void>(turns.acquire(rate_label::medium));
      const std::lock_guard hold{noting};
      calls.push_back(clock.now());
      ++done;
    });
  }
  clock.wait_until_begun(3);
  turns.delay(rate_label::medium, 30s);
  clock.pass(1s);
  clock.wait_until_begun(6);
  CHECK(done == 0);
  clock.pass(29s);
  while (done < 3) {
    clock.pass(100ms);
    std::this_thread::yield();
  }
  threads.clear();
  for (const clock::steady_time call : calls) {
    CHECK(call >= clock::steady_time{} + 30s);
  }
}

TEST_CASE("after a daily limit no thread calls that was waiting for its turn") {
  json users = json::object();
  for (int i = 0; i < 8; ++i) {
    users["person" + std::to_string(i) + "@example.com"] = json::object();
  }
  zoom_server server{{{"limits", false}, {"users", users}}};
  held_clock clock;
  client_options options = options_for(server);
  options.calls_a_second = 1;
  zoom_client client{app_credentials(), options, clock};
  CHECK(client.backgrounds_of({target_kind::user, "person0@example.com"}).what.ok());
  server.set_faults(json::array({{{"do", "daily-limit"}, {"endpoint", "show-settings"}, {"times", 0}}}));
  std::atomic<int> closed = 0;
  std::latch first{1};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const api_result result =
          client.backgrounds_of({target_kind::user, "person" + std::to_string(i) + "@example.com"}).what;
      closed += result.kind == result_kind::daily_limit ? 1 : 0;
      if (result.http_status == 429) {
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

TEST_CASE("calls are made as often as before again after many that did not come too fast") {
  manual_clock clock;
  rate_limiter turns{zoom_plan::pro, 10, clock};
  const auto apart = [&] {
    CHECK_FALSE(turns.acquire(rate_label::medium));
    const clock::steady_time before = clock.now();
    CHECK_FALSE(turns.acquire(rate_label::medium));
    return clock.now() - before;
  };
  const auto go_on = [&](int calls) {
    for (int i = 0; i < calls; ++i) {
      turns.speed_up(rate_label::medium);
    }
  };
  turns.slow_down(rate_label::medium, 1s);
  CHECK(apart() == 200ms);
  go_on(19);
  CHECK(apart() == 200ms);
  go_on(1);
  CHECK(apart() == 150ms);
  go_on(20);
  CHECK(apart() == 125ms);
  go_on(19);
  turns.slow_down(rate_label::medium, 1s);
  CHECK(apart() == 250ms);
  go_on(19);
  CHECK(apart() == 250ms);
  go_on(181);
  CHECK(apart() == 100ms);
  go_on(1000);
  CHECK(apart() == 100ms);
}

TEST_CASE("a client that was once too fast is not slow for the rest of its life") {
  zoom_conversation zoom;
  zoom.server.set_faults(json::array({{{"do", "too-fast"}, {"endpoint", "show-settings"}}}));
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  const clock::steady_time slow = zoom.clock.now();
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  CHECK(zoom.clock.now() > slow);
  for (int i = 0; i < 130; ++i) {
    CHECK(zoom.client.backgrounds_of(anna).what.ok());
  }
  const clock::steady_time fast = zoom.clock.now();
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  CHECK(zoom.clock.now() == fast);
}

TEST_CASE("before the pause after a limit per second it is told that nothing was carried out") {
  zoom_conversation zoom;
  zoom.server.set_faults(json::array({{{"do", "too-fast"}, {"endpoint", "upload-background"}}}));
  std::vector<int> told;
  upload_payload file = lobby();
  file.on_rejected = [&](const api_result& result) {
    told.push_back(result.http_status);
    CHECK(zoom.clock.long_waits().empty());
  };
  CHECK(zoom.client.upload_background(anna, file).what.ok());
  CHECK(told == std::vector{429});
  CHECK(zoom.clock.long_waits().size() == 1);
}

TEST_CASE("what passes at the sign-in service is waited for as at any other") {
  zoom_conversation zoom;
  zoom.server.set_faults(json::array({{{"do", "answer"}, {"endpoint", "token"}, {"status", 503}, {"body", "<html>"}},
                                      {{"do", "answer"},
                                       {"endpoint", "token"},
                                       {"nth", 2},
                                       {"status", 429},
                                       {"headers", {{"Retry-After", "3"}}},
                                       {"body", json::object()}}}));
  CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
  CHECK(zoom.requests("token") == 3);
  CHECK(zoom.requests("upload-background") == 1);
  const std::vector<double> waits = zoom.clock.long_waits();
  REQUIRE(waits.size() == 2);
  CHECK(waits[0] >= 1);
  CHECK(waits[0] <= 1.25);
  CHECK(waits[1] >= 3);
  CHECK(waits[1] <= 3.75);
}

TEST_CASE("what does not pass at the sign-in service is given up, and it is said that it was that one") {
  zoom_conversation zoom;
  const auto answers = [&](int status, const char* body) {
    zoom.server.clear_journal();
    zoom.server.set_faults(
        json::array({{{"do", "answer"}, {"endpoint", "token"}, {"times", 0}, {"status", status}, {"body", body}}}));
    return zoom.client.upload_background(anna, lobby()).what;
  };
  const api_result down = answers(503, "<html>");
  CHECK(down.kind == result_kind::failed);
  CHECK(name_of(down.error) == "server-error");
  CHECK(down.message == "the sign-in service says: <html>");
  CHECK(zoom.requests("token") == 3);
  const api_result limited = answers(429, "");
  CHECK(limited.kind == result_kind::too_fast);
  CHECK(name_of(limited.error) == "sign-in-too-fast");
  CHECK(limited.message == "the sign-in service returned HTTP 429");
  CHECK(limited.advice.find("--calls-per-second") == std::string::npos);
  CHECK(zoom.requests("token") == 5);
  CHECK(zoom.requests("upload-background") == 0);
}

TEST_CASE("no request is made that would be one for something else") {
  zoom_conversation zoom;
  const auto refuses = [](const api_result& result, std::string_view outcome) {
    CHECK(result.kind == result_kind::refused);
    CHECK(name_of(result.error) == outcome);
    CHECK(result.http_status == 0);
  };
  for (const target& target : {staff, own_account}) {
    refuses(zoom.client.upload_picture(target, lobby()), "target-takes-no-picture");
    refuses(zoom.client.delete_picture(target), "target-takes-no-picture");
  }
  for (const char* id : {"", ".", ".."}) {
    refuses(zoom.client.backgrounds_of({target_kind::group, id}).what, "target-invalid");
    refuses(zoom.client.upload_background({target_kind::user, id}, lobby()).what, "target-invalid");
    refuses(zoom.client.update_im_group(id, {}), "target-invalid");
  }
  CHECK(zoom.server.journal()["requests"].empty());
}

TEST_CASE("an outage is waited out for as long as is wanted, and no longer") {
  zoom_conversation zoom;
  client_options options = zoom.with_log(options_for(zoom.server));
  options.keep_trying = 30min;
  zoom_client patient{app_credentials(), options, zoom.clock};
  const auto fail = [&](int times) {
    zoom.server.set_faults(json::array(
        {{{"do", "answer"}, {"endpoint", "show-settings"}, {"status", 503}, {"body", "<html>"}, {"times", times}}}));
  };
  fail(20);
  CHECK(patient.backgrounds_of(anna).value);
  fail(0);
  const auto start = zoom.clock.now();
  CHECK(name_of(patient.backgrounds_of(anna).what.error) == "server-error");
  CHECK(zoom.clock.now() - start >= 30min);
  CHECK(zoom.clock.now() - start < 32min);

  // An outage lasts until there is a response, and the next one is waited out again.
  const auto later = zoom.clock.now();
  CHECK_FALSE(patient.backgrounds_of(anna).value);
  CHECK(zoom.clock.now() - later < 1min);
  fail(30);
  CHECK_FALSE(patient.backgrounds_of(anna).value);
  zoom.server.set_faults(json::array());
  CHECK(patient.backgrounds_of(anna).value);
  fail(20);
  CHECK(patient.backgrounds_of(anna).value);
}

TEST_CASE("the sign-in service's outage is waited out, too, and a refusal never") {
  zoom_conversation zoom;
  client_options options = options_for(zoom.server);
  options.keep_trying = 30min;
  zoom_client patient{app_credentials(), options, zoom.clock};
  zoom.server.set_faults(
      json::array({{{"do", "answer"}, {"endpoint", "token"}, {"status", 503}, {"body", "<html>"}, {"times", 12}}}));
  CHECK(patient.sign_in().value);
  zoom.server.set_faults(json::array());
  const auto start = zoom.clock.now();
  CHECK(name_of(patient.backgrounds_of({target_kind::user, "nobody@example.com"}).what.error) == "user-not-found");
  CHECK(zoom.clock.now() - start < 1s);
}

TEST_CASE("what may have been carried out is not made again, however long an outage is waited out") {
  zoom_conversation zoom;
  client_options options = options_for(zoom.server);
  options.keep_trying = 30min;
  zoom_client patient{app_credentials(), options, zoom.clock};
  zoom.server.set_faults(json::array(
      {{{"do", "answer"}, {"endpoint", "upload-background"}, {"status", 503}, {"body", ""}, {"times", 0}}}));
  CHECK(patient.upload_background(anna, lobby()).what.kind == result_kind::uncertain);
  CHECK(zoom.requests("upload-background") == 1);
}
