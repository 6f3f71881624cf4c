#include <algorithm>
#include <string>
#include <vector>

#include <preflight/engine/engine.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using fate = fake_zoom::fate;
using upload::item_result;

namespace {

void add_users(rehearsal& setup, std::size_t count) {
  setup.write("lobby.gif", 1);
  for (std::size_t i = 0; i < count; ++i) {
    setup.add_request("user:u" + std::to_string(i) + "@example.com", "lobby.gif");
  }
}

std::size_t count_of(const std::vector<item_result>& results, upload_outcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const item_result& result) { return result.what == outcome; }));
}

bool check_contains(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("with fewer calls a day than people each day sends some, and the last run finds all there") {
  rehearsal setup;
  add_users(setup, 40);
  setup.parallel = GENERATE(1U, 4U);
  std::vector<std::size_t> sent;
  std::vector<item_result> results;
  do {
    setup.zoom.calls_left = 30;
    results = setup.run();
    sent.push_back(count_of(results, upload_outcome::sent));
  } while (count_of(results, upload_outcome::queued) > 0 && sent.size() < 10);
  CHECK(sent.size() <= (setup.parallel == 1 ? 3U : 4U));
  CHECK(sent.front() >= 13);
  CHECK(count_of(results, upload_outcome::sent) + count_of(results, upload_outcome::already_there) == 40);
  CHECK(setup.zoom.contents.size() == 40);
  for (const auto& [target, stored] : setup.zoom.contents) {
    CHECK(stored.size() == 1);
  }
}

TEST_CASE("what is missing is asked about first, and what no call is left for is there by the ledger") {
  rehearsal setup;
  add_users(setup, 6);
  setup.zoom.calls_left = 8;
  CHECK(count_of(setup.run(), upload_outcome::sent) == 4);
  setup.zoom.listed_targets.clear();
  setup.zoom.calls_left = 5;
  const std::vector<item_result> results = setup.run();
  CHECK(setup.zoom.listed_targets.at(0) == "user:u4@example.com");
  CHECK(setup.zoom.listed_targets.at(1) == "user:u5@example.com");
  CHECK(setup.is_in_order);
  CHECK(count_of(results, upload_outcome::already_there) == 4);
  CHECK(count_of(results, upload_outcome::sent) == 2);
  CHECK(results[0].message.find("Zoom was not asked") == std::string::npos);
  check_contains(results[3].message, "Zoom was not asked");
  CHECK_FALSE(results[3].zoom_id.empty());
  CHECK(results[3].http_status == 0);
}

TEST_CASE("a plan says in how many days the last one goes, and so it is") {
  rehearsal setup;
  add_users(setup, 7);
  upload::plan big;
  big.rates = upload::zoom_plan::free;
  for (int i = 0; i < 5'000; ++i) {
    upload::plan_item one;
    one.target = {upload::target_kind::user, "u" + std::to_string(i)};
    one.action = upload_outcome::planned;
    big.items.push_back(one);
  }
  CHECK(cost_of(big).days == 5);
  big.asked = 2'000;
  CHECK(cost_of(big).days == 6);
  big.asked = 1'000;
  CHECK(cost_of(big).days == 6);
  CHECK(setup.plan().what.asked == 7);
}

TEST_CASE("a plan for more people than there are calls plans them all, and is carried out day by day") {
  rehearsal setup;
  add_users(setup, 10);
  setup.zoom.calls_left = 3;
  const upload::plan approved = setup.plan().what;
  CHECK(approved.items[0].action == upload_outcome::planned);
  CHECK(approved.items[9].action == upload_outcome::planned);
  check_contains(approved.items[9].message, "apply will do that");
  setup.requests = requests_of(approved);
  setup.zoom.calls_left = 12;
  CHECK(count_of(setup.run(&approved), upload_outcome::sent) == 6);
  setup.zoom.calls_left = 12;
  const std::vector<item_result> last = setup.run(&approved);
  CHECK(count_of(last, upload_outcome::sent) == 4);
  CHECK(count_of(last, upload_outcome::already_there) == 6);
}

TEST_CASE("a daily limit met while asking is in the ledger for every row, with its end") {
  rehearsal setup;
  add_users(setup, 3);
  setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::daily_limit, 429, "Maximum daily rate limit.");
  setup.zoom.list_answer.again_at = "2026-11-23T00:00:00Z";
  const std::vector<item_result> results = setup.run();
  CHECK(count_of(results, upload_outcome::queued) == 3);
  CHECK(results[0].http_status == 429);
  CHECK(results[1].http_status == 0);
  for (const item_result& result : results) {
    check_contains(result.message, "2026-11-23T00:00:00Z");
  }
  CHECK(setup.entries().size() == 3);
  for (const upload::ledger_entry& entry : setup.entries()) {
    CHECK(entry.state == upload::ledger_state::queued);
    check_contains(entry.message, "2026-11-23T00:00:00Z");
  }
}

TEST_CASE("a service that cannot be reached while targets are asked about ends the run, too") {
  rehearsal setup;
  add_users(setup, 20);
  setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::failed, 0, "the connection was refused");
  const std::vector<item_result> results = setup.run();
  CHECK(setup.zoom.lists == 5);
  CHECK(count_of(results, upload_outcome::failed) == 5);
  CHECK(count_of(results, upload_outcome::queued) == 15);
  setup.zoom.lists = 0;
  static_cast<void>(setup.plan());
  CHECK(setup.zoom.lists == 5);
}

TEST_CASE("responses that are not the service's own end the run") {
  rehearsal setup;
  add_users(setup, 20);
  setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::refused, 404, "<html>no such page</html>");
  const std::vector<item_result> results = setup.run();
  CHECK(setup.zoom.lists == 5);
  REQUIRE_FALSE(results.empty());
  check_contains(results.back().message, "check the URL");
  setup.zoom.lists = 0;
  setup.zoom.list_answer.code = 1001;
  CHECK(count_of(setup.run(), upload_outcome::refused) == 20);
  CHECK(setup.zoom.lists == 20);
}

TEST_CASE("a token that is refused ends the run at once") {
  rehearsal setup;
  add_users(setup, 4);
  setup.zoom.fates = {fate::stored, fate::token_refused};
  const std::vector<item_result> results = setup.run();
  CHECK(results[0].what == upload_outcome::sent);
  CHECK(results[1].what == upload_outcome::failed);
  CHECK(results[2].what == upload_outcome::queued);
  CHECK(setup.zoom.uploads == 2);
  CHECK(setup.zoom.lists == 2);
}

TEST_CASE("a redirect ends the run at once") {
  rehearsal setup;
  add_users(setup, 4);
  setup.zoom.list_answer =
      fake_zoom::make_result(upload::result_kind::refused, 302, "redirected to https://login.example/");
  setup.zoom.list_answer.error = upload::api_error::redirected;
  CHECK(count_of(setup.run(), upload_outcome::queued) == 3);
  CHECK(setup.zoom.lists == 1);
}

TEST_CASE("a service that always says that calls come too fast is not asked for every item") {
  rehearsal setup;
  add_users(setup, 20);
  setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::too_fast, 429, "Too fast.");
  const std::vector<item_result> results = setup.run();
  CHECK(setup.zoom.lists == 5);
  REQUIRE_FALSE(results.empty());
  check_contains(results.back().message, "--calls-per-second");
}

TEST_CASE("a run that is ended in the pause after a limit per second leaves no question open") {
  rehearsal setup;
  add_users(setup, 3);
  setup.zoom.fates = {fate::stored, fate::interrupted};
  const std::vector<item_result> results = setup.run();
  CHECK(count_of(results, upload_outcome::sent) == 1);
  CHECK(count_of(results, upload_outcome::queued) == 2);
  CHECK(results.at(1).http_status == 429);
  check_contains(results.at(1).message,
                 "Not retried: the run was interrupted. Zoom's last response: Maximum per-second rate limit.");
  CHECK(results.at(2).http_status == 0);
  check_contains(results.at(2).message, "Skipped: the run was interrupted.");
  for (const upload::ledger_entry& entry : setup.entries()) {
    CHECK(entry.state == (entry.http_status == 201 ? upload::ledger_state::sent : upload::ledger_state::queued));
  }
  const std::vector<item_result> rest = setup.run();
  CHECK(count_of(rest, upload_outcome::already_there) == 1);
  CHECK(count_of(rest, upload_outcome::sent) == 2);
}

TEST_CASE("what an earlier answer left open stays so where the run is ended in a pause") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  setup.add_request("user:a@example.com", setup.write("a.gif", 1), upload::purpose::picture);
  setup.zoom.fates = {fate::lost_and_stored, fate::interrupted};
  CHECK(setup.run().at(0).what == upload_outcome::unknown);
  CHECK(setup.entries().at(0).state == upload::ledger_state::unknown);
}

TEST_CASE("what an earlier answer left open is in the ledger where the process ends in a pause") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  setup.add_request("user:a@example.com", setup.write("a.gif", 1), upload::purpose::picture);
  setup.zoom.fates = {fate::killed_in_pause};
  CHECK_THROWS_AS(setup.run(), fake_zoom::death);
  CHECK(setup.entries().at(0).state == upload::ledger_state::queued);
  setup.zoom.fates = {fate::lost_and_stored, fate::killed_in_pause};
  CHECK_THROWS_AS(setup.run(), fake_zoom::death);
  CHECK(setup.entries().at(0).state == upload::ledger_state::in_flight);
}
