#include <string>
#include <vector>

#include <preflight/upload/send/item_upload.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using upload::ledger_entry;
using upload::ledger_state;
using upload::purpose;

namespace {

const std::string anna = "user:anna@example.com";

ledger_entry earlier(const std::string& target, ledger_state state, purpose kind = purpose::background) {
  ledger_entry out;
  out.target = target;
  out.what = kind;
  out.sha256 = "older";
  out.state = state;
  out.zoom_id = "old";
  return out;
}

/// Sends a file to a target that has the file "old", which the plan says to delete. The ledger has `known`.
upload::item_result send_in_place_of_old(rehearsal& setup, const std::vector<ledger_entry>& known) {
  setup.zoom.files[anna].push_back({"old", "old.gif", 5, false, false});
  upload::sqlite_ledger ledger = upload::sqlite_ledger::open(setup.ledger_file());
  ledger.put(known);
  upload::run_context run{.files = setup.file_policy,
                          .clock = setup.clock,
                          .zoom = &setup.zoom,
                          .ledger = &ledger,
                          .options = setup.options()};
  const std::string path = setup.folder + '/' + setup.write("lobby.gif", 1);
  const upload::file_snapshot file =
      upload::read_and_hash(path, 1'000'000, setup.file_policy.known, setup.file_policy.make_inspector());
  upload::plan_item item;
  item.target = upload::parse_target(anna);
  item.path = path;
  item.action = upload_outcome::planned;
  item.sha256 = file.sha256;
  item.bytes = file.bytes.size();
  item.file_name = "lobby.gif";
  item.deletes = {{"old", "old.gif"}};
  ledger_entry entry;
  entry.target = anna;
  entry.sha256 = file.sha256;
  entry.path = path;
  entry.file_name = item.file_name;
  entry.bytes = item.bytes;
  return upload::upload_item(item, file, entry, run);
}

}  // namespace

TEST_CASE("a file is deleted for room only if the ledger has it as sent by us to this target") {
  rehearsal setup;
  const upload::item_result result = send_in_place_of_old(setup, {earlier(anna, ledger_state::sent)});
  CHECK(result.what == upload_outcome::sent);
  CHECK(result.made_room == true);
  CHECK(setup.zoom.deleted == std::vector<std::string>{"old"});
}

TEST_CASE("a file that the ledger does not have as sent by us to this target is never deleted for room") {
  const std::vector<std::vector<ledger_entry>> not_ours{
      {},
      {earlier("user:ben@example.com", ledger_state::sent)},
      {earlier(anna, ledger_state::sent, purpose::picture)},
      {earlier(anna, ledger_state::in_flight)},
      {earlier(anna, ledger_state::refused)},
      {earlier(anna, ledger_state::failed)},
      {earlier(anna, ledger_state::queued)},
      {earlier(anna, ledger_state::unknown)},
      {earlier(anna, ledger_state::removed)},
  };
  for (std::size_t i = 0; i < not_ours.size(); ++i) {
    INFO(i);
    rehearsal setup;
    const upload::item_result result = send_in_place_of_old(setup, not_ours[i]);
    CHECK(result.what == upload_outcome::refused);
    CHECK(result.message == "old.gif would have to be deleted to make room, but this ledger did not send it.");
    CHECK(result.made_room == false);
    CHECK(setup.zoom.deletions == 0);
    CHECK(setup.zoom.uploads == 0);
    CHECK(setup.zoom.files[anna].size() == 1);
  }
}
