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
void must_be_refused(rehearsal& with, const std::string& why) {
  const plan made = with.plan().what;
  const plan read = read_plan(write_plan(made));
  for (const plan* approved : {static_cast<const plan*>(nullptr), &read}) {
    const std::vector<item_result> results = with.run(approved);
    CHECK(results.at(0).what == upload_outcome::refused);
    INFO(results.at(0).message);
    CHECK(results.at(0).message.find(why) != std::string::npos);
  }
  CHECK(made.items.at(0).action == upload_outcome::refused);
  CHECK(with.zoom.uploads == 0);
  CHECK(with.zoom.lists == 0);
}

}  // namespace

TEST_CASE("a file that is too large to be kept is not sent, whatever the rules allow") {
  rehearsal with;
  with.usual.set(engine::all_rules, "file-too-large", GENERATE(severity::off, severity::warning));
  std::filesystem::resize_file(with.folder + "/" + with.write("big.gif", 1), 15'728'641);
  with.want(anna, "big.gif");
  must_be_refused(with, "it has more than 15,728,640 bytes");
}

TEST_CASE("a file that is gone or grows after it was planned is not sent") {
  rehearsal with;
  with.usual.set(engine::all_rules, "file-too-large", severity::off);
  with.want(anna, with.write("a.gif", 1));
  with.want(anna, with.write("b.gif", 2));
  with.before_sending = [&] {
    std::filesystem::remove(with.folder + "/a.gif");
    std::filesystem::resize_file(with.folder + "/b.gif", 15'728'641);
  };
  const std::vector<item_result> results = with.run();
  CHECK(results.at(0).what == upload_outcome::refused);
  REQUIRE(results.at(0).findings.size() == 1);
  CHECK(results.at(0).findings[0].rule->id == "unreadable");
  CHECK(results.at(1).what == upload_outcome::refused);
  CHECK(results.at(1).message.find("it has more than 15,728,640 bytes") != std::string::npos);
  CHECK(with.zoom.uploads == 0);
}

TEST_CASE("a target that cannot be one is not asked about") {
  rehearsal with;
  CHECK_FALSE(with.request_severities.set(all_request_rules, "target-invalid", severity::off));
  with.want(GENERATE("group:..", "user:.", "account:"), with.write("a.gif", 1));
  CHECK(with.run().at(0).what == upload_outcome::refused);
  CHECK(with.zoom.lists == 0);
}

TEST_CASE("a picture is sent to a user alone") {
  rehearsal with;
  with.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  CHECK_FALSE(with.request_severities.set(all_request_rules, "target-takes-no-picture", severity::off));
  with.want("group:g", with.write("a.gif", 1), purpose::picture);
  CHECK(with.run().at(0).what == upload_outcome::refused);
  CHECK(with.zoom.uploads == 0);
}

TEST_CASE("nothing is deleted for a file that would be refused") {
  rehearsal with;
  with.want("user:a@example.com", with.write("old.gif", 1));
  REQUIRE(with.run().at(0).what == upload_outcome::sent);
  for (int i = 0; i < 9; ++i) {
    with.zoom.files["user:a@example.com"].push_back({"theirs-" + std::to_string(i), "t.png", 5, false, false});
  }
  with.makes_room = true;
  with.wanted[0].path = with.write("new.gif", 2);
  with.zoom.refusal = fake_zoom::said(upload::result_kind::refused, 0, "Skipped: no scope");
  CHECK(with.run().at(0).what != upload_outcome::sent);
  CHECK(with.zoom.deletions == 0);
  CHECK(with.zoom.files["user:a@example.com"].size() == 10);
}
