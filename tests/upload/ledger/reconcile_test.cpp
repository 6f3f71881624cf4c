#include <chrono>
#include <set>
#include <string>
#include <vector>

#include <preflight/upload/ledger/reconcile.hpp>

#include "harness/catch.hpp"

using namespace preflight::upload;
using verdict = reconciliation::verdict;

namespace {

/// A request for lobby.png of 100 bytes, at a target that had the file "old".
ledger_entry lobby_entry() {
  ledger_entry entry;
  entry.file_name = "lobby.png";
  entry.bytes = 100;
  entry.before = {"old"};
  return entry;
}

stored_file listed(const std::string& id, const std::string& name, std::uint64_t bytes) {
  stored_file file;
  file.id = id;
  file.name = name;
  file.bytes = bytes;
  return file;
}

verdict verdict_on(const std::vector<stored_file>& files, const std::set<std::string>& accounted = {}) {
  return reconcile_listing(lobby_entry(), files, accounted).what;
}

}  // namespace

TEST_CASE("a new file of the name and size is the one that was sent") {
  const reconciliation found = reconcile_listing(
      lobby_entry(), std::vector{listed("old", "lobby.png", 100), listed("new", "lobby.png", 100)}, {});
  CHECK(found.what == verdict::stored);
  CHECK(found.zoom_id == "new");
}

TEST_CASE("a size that the list leaves out fits any") {
  stored_file file = listed("new", "lobby.png", 0);
  file.bytes.reset();
  CHECK(verdict_on({file}) == verdict::stored);
}

TEST_CASE("a new file of only the name or only the size may be the one that was sent, or not") {
  CHECK(verdict_on({listed("new", "lobby.png", 101)}) == verdict::unclear);
  CHECK(verdict_on({listed("new", "lobby-1.png", 100)}) == verdict::unclear);
  CHECK(verdict_on({listed("new", "other.png", 101)}) == verdict::unclear);  // renamed and packed anew
  CHECK(verdict_on({listed("old", "other.png", 101)}) == verdict::not_stored);
  CHECK(verdict_on({listed("new", "other.png", 101)}, {"new"}) == verdict::not_stored);
  CHECK(verdict_on({listed("new", "lobby.png", 100), listed("newer", "other.png", 101)}) == verdict::stored);
}

TEST_CASE("files that were there before, or are known to be another's, do not count") {
  CHECK(verdict_on({listed("old", "lobby.png", 100)}) == verdict::not_stored);
  CHECK(verdict_on({listed("theirs", "lobby.png", 100)}, {"theirs"}) == verdict::not_stored);
  CHECK(verdict_on({listed("theirs", "lobby.png", 100)}, {"another"}) == verdict::stored);
}

TEST_CASE("two that fit, or one without an id, decide nothing") {
  CHECK(verdict_on({listed("a", "lobby.png", 100), listed("b", "lobby.png", 100)}) == verdict::unclear);
  CHECK(verdict_on({listed("", "lobby.png", 100)}) == verdict::unclear);
}

TEST_CASE("what was sent less than five minutes ago is there, whatever a list lacks") {
  const preflight::utc_time now = std::chrono::system_clock::now();
  const std::set<std::string> accounted{"mine"};
  const auto decided = [&](std::chrono::seconds age) {
    ledger_entry entry = lobby_entry();
    entry.state = ledger_state::sent;
    entry.zoom_id = "mine";
    entry.changed = std::chrono::duration_cast<std::chrono::microseconds>((now - age).time_since_epoch()).count();
    plan_item item;
    item.action = preflight::upload_outcome::planned;
    apply_earlier_background(item, entry, {{}, accounted, now});
    return item;
  };
  CHECK(decided(std::chrono::seconds{299}).action == preflight::upload_outcome::already_there);
  CHECK(decided(std::chrono::seconds{299}).zoom_id == "mine");
  CHECK(decided(std::chrono::seconds{299}).message.find("does not show it yet") != std::string::npos);
  CHECK(decided(std::chrono::seconds{301}).action == preflight::upload_outcome::planned);
  CHECK(decided(std::chrono::seconds{301}).zoom_id.empty());
}

TEST_CASE("copies that were stored late are reported when they show") {
  const preflight::utc_time now = std::chrono::system_clock::now();
  const std::set<std::string> accounted{"mine", "ours"};
  ledger_entry entry = lobby_entry();
  entry.state = ledger_state::sent;
  entry.zoom_id = "mine";
  plan_item item;
  const std::vector<stored_file> files{listed("late", "lobby.png", 100), listed("mine", "lobby.png", 100),
                                       listed("ours", "lobby.png", 100), listed("other", "lobby.png", 101)};
  apply_earlier_background(item, entry, {files, accounted, now});
  CHECK(item.action == preflight::upload_outcome::already_there);
  CHECK(item.message.ends_with("Zoom also has surplus files of this name and size: late."));
}
