#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <preflight/engine/engine.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using fate = fake_zoom::fate;
using upload::item_result;
using upload::ledger_state;

namespace {

std::vector<upload_outcome> outcomes_of(const std::vector<item_result>& results) {
  std::vector<upload_outcome> out;
  for (const item_result& result : results) {
    out.push_back(result.what);
  }
  return out;
}

std::vector<upload_outcome> all(std::size_t count, upload_outcome outcome) {
  return std::vector<upload_outcome>(count, outcome);
}

void add_users(rehearsal& setup, std::size_t count) {
  setup.write("lobby.gif", 1);
  for (std::size_t i = 0; i < count; ++i) {
    setup.add_request("user:u" + std::to_string(i) + "@example.com", "lobby.gif");
  }
}

}  // namespace

TEST_CASE("what passes is sent, noted, and the next run finds it there") {
  rehearsal setup;
  add_users(setup, 5);
  CHECK(outcomes_of(setup.run()) == all(5, upload_outcome::sent));
  CHECK(setup.zoom.uploads == 5);
  for (const upload::ledger_entry& entry : setup.entries()) {
    CHECK(entry.state == ledger_state::sent);
    CHECK(entry.requests == 1);
    CHECK(entry.http_status == 201);
    CHECK(setup.zoom.files[entry.target].at(0).id == entry.zoom_id);
  }
  const std::vector<item_result> again = setup.run();
  CHECK(outcomes_of(again) == all(5, upload_outcome::already_there));
  CHECK_FALSE(again[0].zoom_id.empty());
  CHECK(setup.zoom.uploads == 5);
}

TEST_CASE("a request is in the ledger before its first byte leaves") {
  rehearsal setup;
  add_users(setup, 1);
  setup.zoom.while_sending = [&] {
    const auto entries = setup.entries();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].state == ledger_state::in_flight);
    CHECK(entries[0].requests == 1);
    CHECK(entries[0].bytes == rehearsal::picture(1).size());
  };
  CHECK(outcomes_of(setup.run()) == all(1, upload_outcome::sent));
}

TEST_CASE("a background whose response was lost is looked for in the list, and never sent twice") {
  rehearsal setup;
  add_users(setup, 2);
  setup.zoom.fates = {fate::lost_and_stored, fate::lost_and_not_stored};
  CHECK(outcomes_of(setup.run()) == all(2, upload_outcome::sent));
  CHECK(setup.zoom.uploads == 3);
  for (const auto& [target, stored] : setup.zoom.contents) {
    CHECK(stored.size() == 1);
  }
  CHECK(setup.clock.waited >= std::chrono::seconds{2});
}

TEST_CASE("what the list cannot decide is unknown, stays so, and a person can end it") {
  rehearsal setup;
  add_users(setup, 1);
  setup.zoom.fates = {fate::lost_and_stored};
  setup.zoom.while_sending = [&] { setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::failed, 500); };
  CHECK(outcomes_of(setup.run()) == all(1, upload_outcome::unknown));
  REQUIRE(setup.entries().size() == 1);
  CHECK(setup.entries()[0].state == ledger_state::unknown);
  CHECK(setup.zoom.uploads == 1);

  setup.zoom.while_sending = nullptr;
  setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::done, 200);
  setup.zoom.files["user:u0@example.com"].push_back({"other", "lobby.gif", rehearsal::picture(1).size(), false, false});
  CHECK(outcomes_of(setup.run()) == all(1, upload_outcome::unknown));
  CHECK(setup.zoom.uploads == 1);

  setup.zoom.files["user:u0@example.com"].pop_back();
  const std::vector<item_result> decided = setup.run();
  CHECK(outcomes_of(decided) == all(1, upload_outcome::already_there));
  CHECK(setup.entries()[0].state == ledger_state::sent);
  CHECK(setup.entries()[0].zoom_id == decided[0].zoom_id);
}

TEST_CASE("a file that somebody else put there is not taken for ours") {
  rehearsal setup;
  add_users(setup, 1);
  setup.zoom.files["user:u0@example.com"] = {{"theirs", "lobby.gif", rehearsal::picture(1).size(), false, false}};
  setup.zoom.fates = {fate::lost_and_not_stored};
  const std::vector<item_result> results = setup.run();
  CHECK(outcomes_of(results) == all(1, upload_outcome::sent));
  CHECK(results[0].zoom_id != "theirs");
  CHECK(setup.zoom.files["user:u0@example.com"].size() == 2);
}

TEST_CASE("a response without an id is looked up") {
  rehearsal setup;
  add_users(setup, 1);
  setup.zoom.fates = {fate::stored_without_id};
  const std::vector<item_result> results = setup.run();
  CHECK(results.at(0).what == upload_outcome::sent);
  CHECK(results.at(0).zoom_id == setup.zoom.files["user:u0@example.com"].at(0).id);
}

TEST_CASE("a run that is ended while an id is looked up has sent the file") {
  rehearsal setup;
  add_users(setup, 2);
  setup.zoom.fates = {fate::stored_without_id};
  setup.zoom.while_listing = [&] {
    if (setup.zoom.uploads > 0) {
      throw upload::interrupted{};
    }
  };
  const std::vector<item_result> results = setup.run();
  CHECK(outcomes_of(results) == std::vector{upload_outcome::sent, upload_outcome::queued});
  CHECK(results.at(0).http_status == 201);
  CHECK(results.at(0).zoom_id.empty());
  CHECK(setup.entries().at(0).state == ledger_state::sent);
  setup.zoom.while_listing = nullptr;
  CHECK(outcomes_of(setup.run()) == std::vector{upload_outcome::already_there, upload_outcome::sent});
  CHECK(setup.zoom.uploads == 2);
}

TEST_CASE("a picture whose response was lost is sent again, which only replaces it") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  setup.add_request("user:a@example.com", setup.write("a.gif", 1), upload::purpose::picture);
  setup.zoom.fates = {fate::lost_and_stored};
  const std::vector<item_result> results = setup.run();
  CHECK(results.at(0).what == upload_outcome::sent);
  CHECK(results.at(0).message.find("only replaces it") != std::string::npos);
  CHECK(setup.zoom.uploads == 2);
  CHECK(setup.run().at(0).what == upload_outcome::already_there);

  setup.zoom.fates = {fate::lost_and_stored, fate::lost_and_not_stored, fate::lost_and_stored};
  setup.requests[0].path = setup.write("b.gif", 2);
  CHECK(setup.run().at(0).what == upload_outcome::unknown);
  CHECK(setup.run().at(0).what == upload_outcome::sent);
}

TEST_CASE("of pictures only the last that was sent is there") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  const std::string old = setup.write("old.gif", 1);
  const std::string newer = setup.write("newer.gif", 2);
  for (const std::string& mark : {old, newer, old}) {
    setup.requests.clear();
    setup.add_request("user:a@example.com", mark, upload::purpose::picture);
    CHECK(setup.run().at(0).what == upload_outcome::sent);
  }
  const std::string bytes = rehearsal::picture(1);
  const std::vector<unsigned char> first{bytes.begin(), bytes.end()};
  CHECK(setup.zoom.pictures["user:a@example.com"] == upload::sha256_of(first));
}

TEST_CASE("a daily limit ends the run, and the rest stays queued") {
  rehearsal setup;
  add_users(setup, 6);
  setup.zoom.fates = {fate::stored, fate::stored, fate::daily_limit};
  const std::vector<item_result> results = setup.run();
  CHECK(outcomes_of(results) == std::vector{upload_outcome::sent, upload_outcome::sent, upload_outcome::queued,
                                            upload_outcome::queued, upload_outcome::queued, upload_outcome::queued});
  CHECK(setup.zoom.uploads == 3);
  CHECK(setup.entries().size() == 6);
  const std::vector<item_result> rest = setup.run();
  CHECK(outcomes_of(rest) == std::vector{upload_outcome::already_there, upload_outcome::already_there,
                                         upload_outcome::sent, upload_outcome::sent, upload_outcome::sent,
                                         upload_outcome::sent});
}

TEST_CASE("a daily limit while planning leaves all of it queued") {
  rehearsal setup;
  add_users(setup, 3);
  setup.zoom.list_answer = fake_zoom::make_result(upload::result_kind::daily_limit, 429, "maximum daily rate limit");
  CHECK(outcomes_of(setup.run()) == all(3, upload_outcome::queued));
  CHECK(setup.zoom.uploads == 0);
  CHECK(setup.zoom.lists == 1);
}

TEST_CASE("a service that cannot be reached is not asked for every item") {
  rehearsal setup;
  add_users(setup, 20);
  setup.zoom.fates = std::deque<fate>(20, fate::failed);
  const std::vector<item_result> results = setup.run();
  REQUIRE(results.size() == 20);
  CHECK(setup.zoom.uploads == 5);
  CHECK(results[4].what == upload_outcome::failed);
  CHECK(results[5].what == upload_outcome::queued);
  setup.zoom.fates.clear();
  CHECK(outcomes_of(setup.run()) == all(20, upload_outcome::sent));
}

TEST_CASE("what was refused by the service is tried again by the next run") {
  rehearsal setup;
  add_users(setup, 1);
  setup.zoom.fates = {fate::refused};
  const std::vector<item_result> refused = setup.run();
  CHECK(refused.at(0).what == upload_outcome::refused);
  CHECK(refused.at(0).code == 120);
  CHECK(setup.entries().at(0).state == ledger_state::refused);
  CHECK(setup.run().at(0).what == upload_outcome::sent);
}

TEST_CASE("a run that dies in the middle is taken up, with one file for each target") {
  rehearsal setup;
  add_users(setup, 30);
  for (const unsigned parallel : {1U, 4U}) {
    setup.parallel = parallel;
    for (int deaths = 0; deaths < 5; ++deaths) {
      setup.zoom.fates.assign(static_cast<std::size_t>(deaths), fate::stored);
      setup.zoom.fates.push_back(fate::killed);
      try {
        static_cast<void>(setup.run());
      } catch (const fake_zoom::death&) {
        continue;
      }
    }
  }
  setup.zoom.fates.clear();
  const std::vector<item_result> last = setup.run();
  CHECK(last.size() == 30);
  CHECK(setup.zoom.contents.size() == 30);
  for (const auto& [target, stored] : setup.zoom.contents) {
    CHECK(stored.size() == 1);
  }
  for (const upload::ledger_entry& entry : setup.entries()) {
    CHECK(entry.state == ledger_state::sent);
    CHECK(setup.zoom.files[entry.target].at(0).id == entry.zoom_id);
  }
}

TEST_CASE("results come in order, and no target is asked twice at once, however many requests there are") {
  rehearsal setup;
  setup.parallel = 8;
  for (int user = 0; user < 20; ++user) {
    for (int file = 0; file < 4; ++file) {
      setup.add_request("user:u" + std::to_string(user),
                        setup.write("f" + std::to_string(file) + ".gif", static_cast<std::uint32_t>(file)));
    }
  }
  setup.zoom.while_sending = [] { std::this_thread::yield(); };
  CHECK(outcomes_of(setup.run()) == all(80, upload_outcome::sent));
  CHECK(setup.is_in_order);
  CHECK_FALSE(setup.zoom.had_concurrent_uploads);
}

TEST_CASE("the same bytes for the same target go once, and each line has its outcome") {
  rehearsal setup;
  setup.write("copy.gif", 1);
  add_users(setup, 1);
  setup.add_request("user:u0@example.com", "copy.gif");
  setup.add_request("user:u0@example.com", "lobby.gif");
  const std::vector<item_result> results = setup.run();
  CHECK(outcomes_of(results) ==
        std::vector{upload_outcome::sent, upload_outcome::already_there, upload_outcome::already_there});
  CHECK(results[1].findings.at(0).rule->id == "duplicate-content");
  CHECK(results[1].zoom_id == results[0].zoom_id);
  CHECK(setup.zoom.uploads == 1);

  rehearsal refused;
  add_users(refused, 1);
  refused.add_request("user:u0@example.com", "lobby.gif");
  refused.zoom.fates = {fate::refused};
  CHECK(outcomes_of(refused.run()) == all(2, upload_outcome::refused));
  CHECK(refused.zoom.uploads == 1);
}

TEST_CASE("a file that changes after it was planned is not sent") {
  rehearsal setup;
  add_users(setup, 1);
  setup.add_request("user:b@example.com", setup.write("other.gif", 2));
  setup.before_sending = [&] {
    setup.write("lobby.gif", 7);
    setup.write("other.gif", std::string_view{"no picture at all"});
  };
  const std::vector<item_result> results = setup.run();
  CHECK(outcomes_of(results) == all(2, upload_outcome::refused));
  CHECK(results[0].message.find("has changed") != std::string::npos);
  CHECK(results[1].findings.at(0).severity == severity::error);
  CHECK(setup.zoom.uploads == 0);
}

TEST_CASE("under files that are flipped and replaced all the time nothing is sent that was not judged") {
  rehearsal setup;
  setup.parallel = 3;
  std::set<std::string> judged;
  std::mutex file_policy;
  const auto inspector = setup.file_policy.make_inspector;
  setup.file_policy.make_inspector = [&] {
    return [&, inner = inspector()](std::span<const unsigned char> bytes, const upload::refusal& refuses) {
      const upload::inspection_result seen = inner(bytes, refuses);
      if (seen.file.format == format::gif && seen.file.faults.first(fault_kind::truncated) == nullptr) {
        const std::lock_guard hold{file_policy};
        judged.insert(upload::sha256_of(bytes));
      }
      return seen;
    };
  };
  for (int i = 0; i < 60; ++i) {
    const std::string name = "f" + std::to_string(i) + ".gif";
    setup.add_request("user:u" + std::to_string(i), setup.write(name, static_cast<std::uint32_t>(i)));
  }
  std::atomic<bool> is_over = false;
  std::jthread vandal{[&] {
    for (std::uint32_t i = 0; !is_over; ++i) {
      const std::string name = setup.folder + "/f" + std::to_string(i % 60) + ".gif";
      if (i % 3 == 0) {
        std::ofstream{name, std::ios::binary} << rehearsal::picture(1000 + i);
      } else if (i % 3 == 1) {
        std::ofstream{name + ".new", std::ios::binary} << rehearsal::picture(5000 + i);
        std::filesystem::rename(name + ".new", name);
      } else {
        std::error_code gone;
        std::filesystem::resize_file(name, 20, gone);
      }
    }
  }};
  const std::vector<item_result> results = setup.run();
  is_over = true;
  vandal.join();
  CHECK(results.size() == 60);
  for (const std::string& digest : setup.zoom.received) {
    CHECK(judged.contains(digest));
  }
}

TEST_CASE("what is interrupted stays queued") {
  rehearsal setup;
  add_users(setup, 4);
  setup.is_over = [&] { return setup.zoom.uploads >= 2; };
  CHECK(outcomes_of(setup.run()) ==
        std::vector{upload_outcome::sent, upload_outcome::sent, upload_outcome::queued, upload_outcome::queued});
  setup.is_over = nullptr;
  CHECK(outcomes_of(setup.run()) == std::vector{upload_outcome::already_there, upload_outcome::already_there,
                                                upload_outcome::sent, upload_outcome::sent});
}

TEST_CASE("the list decides what became of a deletion without a response") {
  rehearsal setup;
  setup.add_request("user:a@example.com", setup.write("old.gif", 1));
  REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  for (int i = 0; i < 9; ++i) {
    setup.zoom.files["user:a@example.com"].push_back({"theirs-" + std::to_string(i), "t.png", 5, false, false});
  }
  setup.make_room = true;
  setup.requests[0].path = setup.write("new.gif", 2);
  const bool was_done = GENERATE(true, false);
  setup.zoom.deletion_fates = {was_done ? fate::lost_and_stored : fate::lost_and_not_stored};
  CHECK(setup.run().at(0).what == upload_outcome::sent);
  CHECK(setup.zoom.deletions == (was_done ? 1 : 2));
  std::size_t removed = 0;
  for (const upload::ledger_entry& entry : setup.entries()) {
    removed += entry.state == ledger_state::removed ? 1U : 0U;
  }
  CHECK(removed == 1);
}

TEST_CASE("what is said in the end is what is known then") {
  rehearsal setup;
  add_users(setup, 1);
  setup.zoom.fates = {fate::lost_and_not_stored, fate::lost_and_not_stored, fate::lost_and_not_stored};
  const std::vector<item_result> results = setup.run();
  CHECK(results.at(0).what == upload_outcome::failed);
  CHECK(results.at(0).message ==
        "The connection was cut. Zoom's list does not have the file; the next run sends it again.");
}

TEST_CASE("an item for which no call was made has no HTTP status") {
  rehearsal setup;
  add_users(setup, 1);
  setup.add_request("user:u0@example.com", "lobby.gif");
  const std::vector<item_result> results = setup.run();
  CHECK(results.at(0).http_status == 201);
  CHECK(results.at(1).http_status == 0);
}
