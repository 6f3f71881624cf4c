#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <preflight/upload/ledger/reconcile.hpp>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using json = nlohmann::json;

namespace {

struct death {};

/// The real client in a process that may be gone at any call: before it, with its first byte about to leave, or after
/// it, when nothing has heard of its end.
class mortal_zoom : public upload::zoom_api {
  void may_die() {
    if (one_in_ > 0 && chance_() % one_in_ == 0) {
      throw death{};
    }
  }
  template <class Call>
  auto survive(const Call& call) {
    may_die();
    auto result = call();
    may_die();
    return result;
  }

 public:
  mortal_zoom(upload::zoom_api& client, std::minstd_rand& chance, unsigned one_in)
      : client_{client}, chance_{chance}, one_in_{one_in} {}

  upload::result_with<upload::background_settings> backgrounds_of(const upload::target& target) override {
    return survive([&] { return client_.backgrounds_of(target); });
  }
  upload::result_with<upload::stored_file> upload_background(const upload::target& target,
                                                             const upload::upload_payload& file) override {
    upload::upload_payload payload = file;
    payload.before = [&] {
      file.before();
      may_die();
    };
    return survive([&] { return client_.upload_background(target, payload); });
  }
  std::optional<upload::api_result> known_refusal(const upload::target& target) override {
    return client_.known_refusal(target);
  }
  upload::api_result delete_backgrounds(const upload::target& target, std::span<const std::string> ids) override {
    return survive([&] { return client_.delete_backgrounds(target, ids); });
  }
  upload::api_result upload_picture(const upload::target& target, const upload::upload_payload& file) override {
    return client_.upload_picture(target, file);
  }

 private:
  upload::zoom_api& client_;
  std::minstd_rand& chance_;
  unsigned one_in_;
};

}  // namespace

TEST_CASE(
    "kills, late lists and lost responses of the stand-in together leave one file for each target, or a question") {
  constexpr std::array faults{"drop-after-storing", "drop-before-storing", "drop-in-answer", "drop-in-body"};
  constexpr int targets = 3;
  constexpr std::chrono::milliseconds lag{15};
  zoom_server server;
  const upload::client_options options = options_for(server);
  upload::clock clock;
  std::size_t deaths = 0;
  std::size_t questions = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    INFO(seed);
    std::minstd_rand chance{seed};
    server.begin_anew();
    server.change({{"limits", false}, {"any_target", true}, {"list_lag_ms", chance() % lag.count()}});
    json script = json::array();
    for (const char* fault : faults) {
      script.push_back({{"do", fault}, {"endpoint", "upload-background"}, {"nth", 1 + chance() % 6}});
    }
    server.set_faults(script);
    rehearsal setup;
    for (int i = 0; i < targets; ++i) {
      setup.add_request("user:u" + std::to_string(i), setup.write("lobby.gif", 1));
    }
    std::vector<upload_outcome> outcomes;
    for (int runs = 0; runs < 6; ++runs) {
      const bool is_last = runs == 5;
      if (is_last) {
        server.set_faults(json::array());
      }
      upload::zoom_client client{app_credentials(), options, clock};
      mortal_zoom zoom{client, chance, is_last ? 0U : 5U};
      upload::sqlite_ledger ledger = upload::sqlite_ledger::open(setup.ledger_file());
      upload::run_context run{
          .files = setup.file_policy, .clock = clock, .zoom = &zoom, .ledger = &ledger, .options = setup.options()};
      run.options.settle = 2 * lag;
      outcomes.clear();
      run.observers.on_result = [&](std::size_t, const upload::item_result& result) {
        outcomes.push_back(result.what);
      };
      try {
        upload::planner planner{setup.requests, run};
        planner.inspect();
        upload::send(planner, run);
      } catch (const death&) {
        ++deaths;
      }
    }
    REQUIRE(outcomes.size() == targets);
    const json users = server.state()["users"];
    for (int i = 0; i < targets; ++i) {
      const std::string name = "u" + std::to_string(i);
      const std::size_t stored = users.contains(name) ? users[name]["files"].size() : 0;
      const upload_outcome outcome = outcomes[static_cast<std::size_t>(i)];
      INFO(name << ": " << name_of(outcome) << ", " << stored);
      const bool is_good = outcome == upload_outcome::sent || outcome == upload_outcome::already_there;
      CHECK((is_good ? stored == 1 : outcome == upload_outcome::unknown && stored <= 1));
      questions += outcome == upload_outcome::unknown ? 1U : 0U;
    }
  }
  CHECK(deaths > 200);
  CHECK(questions < 60);
}

namespace {

/// The real client in a process that is gone before a deletion leaves it.
class mortal_deletion final : public mortal_zoom {
 public:
  using mortal_zoom::mortal_zoom;
  upload::api_result delete_backgrounds(const upload::target&, std::span<const std::string>) override { throw death{}; }
};

}  // namespace

TEST_CASE("a run that is killed before it deletes the older version is ended by the next one that replaces") {
  zoom_server server;
  server.begin_anew();
  server.change({{"limits", false}, {"any_target", true}});
  upload::clock clock;
  upload::zoom_client client{app_credentials(), options_for(server), clock};
  std::minstd_rand chance{1};
  mortal_zoom zoom{client, chance, 0};
  mortal_deletion mortal{client, chance, 0};
  rehearsal setup;
  setup.add_request("user:anna", setup.write("lobby.gif", 1));
  const auto send_once = [&](upload::zoom_api& service, upload::replacement replace,
                             const upload::plan* approved = nullptr) {
    upload::sqlite_ledger ledger = upload::sqlite_ledger::open(setup.ledger_file());
    upload::run_context run{
        .files = setup.file_policy, .clock = clock, .zoom = &service, .ledger = &ledger, .options = setup.options()};
    run.options.replace = replace;
    run.options.approved = approved;
    upload::item_result out;
    run.observers.on_result = [&](std::size_t, const upload::item_result& result) { out = result; };
    upload::planner planner{setup.requests, run};
    planner.inspect();
    upload::send(planner, run);
    return out;
  };
  const auto stored = [&] { return server.state()["users"]["anna"]["files"].size(); };
  using upload::replacement;
  CHECK(send_once(zoom, replacement::own).what == upload_outcome::sent);
  setup.write("lobby.gif", 2);
  CHECK_THROWS_AS(send_once(mortal, replacement::own), death);
  REQUIRE(stored() == 2);

  CHECK(send_once(zoom, replacement::none).what == upload_outcome::already_there);
  CHECK(stored() == 2);
  upload::plan without = setup.plan_offline(setup.requests).what;
  CHECK(send_once(zoom, replacement::own, &without).what == upload_outcome::already_there);
  CHECK(stored() == 2);  // what is not in a plan is not deleted
  const upload::item_result last = send_once(zoom, replacement::own);
  CHECK(last.what == upload_outcome::already_there);
  CHECK(last.made_room == true);
  CHECK(stored() == 1);
  CHECK(send_once(zoom, replacement::own).what == upload_outcome::already_there);
  CHECK(stored() == 1);
}

TEST_CASE("an older content that is wanted again leaves the newer version of its name") {
  rehearsal people;
  people.replace = upload::replacement::none;
  people.add_request("user:anna", people.write("lobby.gif", 1));
  static_cast<void>(people.run());
  people.write("lobby.gif", 2);
  static_cast<void>(people.run());
  people.write("lobby.gif", 1);
  people.replace = upload::replacement::own;
  CHECK(people.run()[0].what == upload_outcome::already_there);
  CHECK(people.zoom.deleted.empty());
}
