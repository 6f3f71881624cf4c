#include <array>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <preflight/upload/ledger/reconcile.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;

TEST_CASE("late lists, lost responses and kills together leave one file for each target, or a question") {
  using fate = fake_zoom::fate;
  constexpr std::array fates{
      fate::stored, fate::stored, fate::lost_and_stored, fate::lost_and_not_stored, fate::stored_without_id,
      fate::failed, fate::killed, fate::interrupted};
  constexpr int targets = 3;
  for (unsigned seed = 0; seed < 200; ++seed) {
    INFO(seed);
    std::minstd_rand chance{seed};
    rehearsal setup;
    setup.zoom.now = [&] { return setup.clock.waited; };
    setup.zoom.list_lag = std::chrono::seconds{chance() % 30};
    for (int i = 0; i < targets; ++i) {
      setup.add_request("user:u" + std::to_string(i), setup.write("lobby.gif", 1));
    }
    for (int i = 0; i < 10; ++i) {
      setup.zoom.fates.push_back(fates[chance() % fates.size()]);
    }
    for (int runs = 0; runs < 5; ++runs) {
      if (runs == 3) {
        setup.zoom.fates.clear();  // from now on all goes well
      }
      try {
        static_cast<void>(setup.run());
      } catch (const fake_zoom::death&) {
        continue;
      }
    }
    std::size_t questions = 0;
    for (const upload::ledger_entry& entry : setup.entries()) {
      questions += is_open_question(entry) ? 1U : 0U;
    }
    for (const auto& [target, stored] : setup.zoom.contents) {
      INFO(target);
      CHECK(stored.size() == 1);
    }
    CHECK(setup.zoom.contents.size() + questions >= targets);
  }
}

TEST_CASE("a file that a list does not show yet is not sent again by the next run") {
  rehearsal setup;
  setup.zoom.now = [&] { return setup.clock.waited; };
  setup.zoom.list_lag = std::chrono::hours{1};
  setup.add_request("user:a@example.com", setup.write("lobby.gif", 1));
  CHECK(setup.run().at(0).what == upload_outcome::sent);
  CHECK(setup.run().at(0).what == upload_outcome::already_there);
  CHECK(setup.zoom.uploads == 1);
}

TEST_CASE("a response that is lost costs half a minute, and one that did not come in time two") {
  for (const bool is_slow : {false, true}) {
    rehearsal setup;
    setup.zoom.is_slow = is_slow;
    setup.zoom.fates = {fake_zoom::fate::lost_and_not_stored};
    setup.add_request("user:a@example.com", setup.write("lobby.gif", 1));
    CHECK(setup.run().at(0).what == upload_outcome::sent);
    CHECK(setup.clock.waited == std::chrono::seconds{is_slow ? 120 : 30});
  }
}

TEST_CASE("a file that a service has renamed and packed anew after a lost response is unknown, and stays one") {
  rehearsal setup;
  setup.zoom.fates = {fake_zoom::fate::lost_and_stored};
  setup.zoom.while_listing = [&] {
    for (upload::stored_file& file : setup.zoom.files["user:a@example.com"]) {
      file.name = "8f14e45f.jpg";
      file.bytes = 4'711;
    }
  };
  setup.add_request("user:a@example.com", setup.write("lobby.gif", 1));
  CHECK(setup.run().at(0).what == upload_outcome::unknown);
  CHECK(setup.run().at(0).what == upload_outcome::unknown);
  CHECK(setup.zoom.contents["user:a@example.com"].size() == 1);
}
