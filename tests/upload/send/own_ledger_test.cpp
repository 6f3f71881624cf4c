#include <map>
#include <mutex>
#include <tuple>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;

namespace {

/// What a program may have instead of the SQLite file: its own store of entries.
class map_ledger final : public upload::ledger {
 public:
  std::optional<upload::ledger_entry> find(std::string_view target, upload::purpose purpose,
                                           std::string_view sha256) const override {
    const auto place = entries.find({std::string{target}, purpose, std::string{sha256}});
    return place == entries.end() ? std::nullopt : std::optional{place->second};
  }
  std::vector<upload::ledger_entry> of_target(std::string_view target, upload::purpose purpose) const override {
    std::vector<upload::ledger_entry> out;
    for (const auto& [key, entry] : entries) {
      if (entry.target == target && entry.what == purpose) {
        out.push_back(entry);
      }
    }
    std::ranges::sort(out, {}, &upload::ledger_entry::changed);
    return out;
  }
  using ledger::put;
  void put(std::span<const upload::ledger_entry> changed) override {
    for (upload::ledger_entry entry : changed) {
      entry.changed =
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count();
      states.push_back(entry.state);
      entries[{entry.target, entry.what, entry.sha256}] = entry;
    }
  }
  void mark_removed(std::string_view target, std::span<const std::string> zoom_ids) override {
    for (auto& [key, entry] : entries) {
      if (entry.target == target && std::ranges::count(zoom_ids, entry.zoom_id) > 0) {
        entry.state = upload::ledger_state::removed;
      }
    }
  }

  std::map<std::tuple<std::string, upload::purpose, std::string>, upload::ledger_entry> entries;
  std::vector<upload::ledger_state> states;
};

}  // namespace

TEST_CASE("a run keeps its record in a ledger of the program's own") {
  rehearsal people;
  people.add_request("user:anna@example.com", people.write("lobby.gif", 1));
  map_ledger own;
  const auto run = [&] {
    upload::run_context context{.files = people.file_policy,
                                .clock = people.clock,
                                .zoom = &people.zoom,
                                .ledger = &own,
                                .options = people.options()};
    std::vector<upload_outcome> outcomes;
    context.observers.on_result = [&](std::size_t, const upload::item_result& result) {
      outcomes.push_back(result.what);
    };
    upload::planner planner{people.requests, context};
    planner.inspect();
    upload::send(planner, context);
    return outcomes;
  };
  CHECK(run() == std::vector{upload_outcome::sent});
  CHECK(own.states == std::vector{upload::ledger_state::in_flight, upload::ledger_state::sent});
  CHECK(run() == std::vector{upload_outcome::already_there});
  CHECK(people.zoom.uploads == 1);

  own.entries.begin()->second.state = upload::ledger_state::in_flight;
  people.zoom.files.clear();
  CHECK(run() == std::vector{upload_outcome::sent});
  CHECK(people.zoom.uploads == 2);
}
