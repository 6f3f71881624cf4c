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
class mortal_zoom final : public upload::zoom_api {
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

TEST_CASE("kills, late lists and lost answers of the stand-in together leave one file for each target, or a question") {
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
