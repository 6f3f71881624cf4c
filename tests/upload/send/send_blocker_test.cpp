#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <preflight/engine/engine.hpp>
#include <preflight/upload/rules/all.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using namespace preflight::upload;

namespace {

const std::string anna = "user:anna@example.com";

/// Planned, carried out, and carried out by a plan: nothing leaves, and why is said.
void check_refused(rehearsal& setup, const std::string& reason) {
  const plan made = setup.plan().what;
  const plan read = read_plan(write_plan(made));
  for (const plan* approved : {static_cast<const plan*>(nullptr), &read}) {
    const std::vector<item_result> results = setup.run(approved);
    CHECK(results.at(0).what == upload_outcome::refused);
    INFO(results.at(0).message);
    CHECK(results.at(0).message.find(reason) != std::string::npos);
  }
  CHECK(made.items.at(0).action == upload_outcome::refused);
  CHECK(setup.zoom.uploads == 0);
  CHECK(setup.zoom.lists == 0);
}

}  // namespace

TEST_CASE("a file that is too large to be kept is not sent, whatever the rules allow") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "file-too-large", GENERATE(severity::off, severity::warning));
  std::filesystem::resize_file(setup.folder + "/" + setup.write("big.gif", 1), 15'728'641);
  setup.add_request(anna, "big.gif");
  check_refused(setup, "it has more than 15,728,640 bytes");
}

TEST_CASE("a file that is gone or grows after it was planned is not sent") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "file-too-large", severity::off);
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.add_request(anna, setup.write("b.gif", 2));
  setup.before_sending = [&] {
    std::filesystem::remove(setup.folder + "/a.gif");
    std::filesystem::resize_file(setup.folder + "/b.gif", 15'728'641);
  };
  const std::vector<item_result> results = setup.run();
  CHECK(results.at(0).what == upload_outcome::refused);
  REQUIRE(results.at(0).findings.size() == 1);
  CHECK(results.at(0).findings[0].rule->id == "unreadable");
  CHECK(results.at(1).what == upload_outcome::refused);
  CHECK(results.at(1).message.find("it has more than 15,728,640 bytes") != std::string::npos);
  CHECK(setup.zoom.uploads == 0);
}

TEST_CASE("a target that cannot be one is not asked about") {
  rehearsal setup;
  CHECK_FALSE(setup.request_severities.set(all_request_rules, "target-invalid", severity::off));
  setup.add_request(GENERATE("group:..", "user:.", "account:"), setup.write("a.gif", 1));
  CHECK(setup.run().at(0).what == upload_outcome::refused);
  CHECK(setup.zoom.lists == 0);
}

TEST_CASE("a picture is sent to a user alone") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  CHECK_FALSE(setup.request_severities.set(all_request_rules, "target-takes-no-picture", severity::off));
  setup.add_request("group:g", setup.write("a.gif", 1), purpose::picture);
  CHECK(setup.run().at(0).what == upload_outcome::refused);
  CHECK(setup.zoom.uploads == 0);
}

TEST_CASE("nothing is deleted for a file that would be refused") {
  rehearsal setup;
  setup.add_request("user:a@example.com", setup.write("old.gif", 1));
  REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  for (int i = 0; i < 9; ++i) {
    setup.zoom.files["user:a@example.com"].push_back({"theirs-" + std::to_string(i), "t.png", 5, false, false});
  }
  setup.make_room = true;
  setup.requests[0].path = setup.write("new.gif", 2);
  setup.zoom.refusal = fake_zoom::make_result(upload::result_kind::refused, 0, "Skipped: no scope");
  CHECK(setup.run().at(0).what != upload_outcome::sent);
  CHECK(setup.zoom.deletions == 0);
  CHECK(setup.zoom.files["user:a@example.com"].size() == 10);
}
