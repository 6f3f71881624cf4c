#include <algorithm>
#include <string>
#include <vector>

#include <preflight/upload/rules/all.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using namespace preflight::upload;

namespace {

const std::string anna = "user:anna@example.com";

void store_files(rehearsal& setup, const std::string& target, int count) {
  for (int i = 0; i < count; ++i) {
    setup.zoom.files[target].push_back(
        {"theirs-" + std::to_string(i), "t" + std::to_string(i) + ".png", 5, false, false});
  }
}

std::vector<upload_outcome> actions_of(const plan& plan) {
  std::vector<upload_outcome> out;
  for (const plan_item& item : plan.items) {
    out.push_back(item.action);
  }
  return out;
}

std::string error_of(const plan_item& item) {
  for (const finding& finding : item.findings) {
    if (finding.severity == severity::error) {
      return std::string{finding.rule->id};
    }
  }
  return {};
}

}  // namespace

TEST_CASE("planning sends nothing, deletes nothing and leaves no ledger") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  CHECK(actions_of(setup.plan().what) == std::vector{upload_outcome::planned});
  CHECK(setup.zoom.uploads == 0);
  CHECK(setup.zoom.deleted.empty());
  CHECK_FALSE(std::filesystem::exists(setup.ledger_file()));
}

TEST_CASE("without a service nobody is asked") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.add_request(anna, setup.write("b.gif", std::string_view{"only words"}));
  const fresh_plan made = setup.plan_offline(setup.requests);
  CHECK(actions_of(made.what) == std::vector{upload_outcome::planned, upload_outcome::refused});
  CHECK(setup.zoom.lists == 0);
}

TEST_CASE("each target is asked about once, and only where a good file is for it") {
  rehearsal setup;
  setup.write("bad.gif", std::string_view{"only words"});
  for (int i = 0; i < 3; ++i) {
    setup.add_request(anna, setup.write("a" + std::to_string(i) + ".gif", static_cast<std::uint32_t>(i)));
    setup.add_request("user:ben@example.com", "bad.gif");
  }
  static_cast<void>(setup.plan());
  CHECK(setup.zoom.lists == 1);
}

TEST_CASE("a row over the quota is refused, with those that are there counted") {
  rehearsal setup;
  store_files(setup, anna, 8);
  for (std::uint32_t i = 0; i < 4; ++i) {
    setup.add_request(anna, setup.write("a" + std::to_string(i) + ".gif", i));
  }
  const plan made = setup.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::planned, upload_outcome::planned, upload_outcome::refused,
                                        upload_outcome::refused});
  CHECK(error_of(made.items[2]) == "too-many-files");
}

TEST_CASE("what is refused takes no place") {
  rehearsal setup;
  store_files(setup, anna, 9);
  setup.add_request(anna, setup.write("bad.gif", std::string_view{"only words"}));
  setup.add_request(anna, "missing.gif");
  setup.add_request(anna, setup.write("good.gif", 1));
  const plan made = setup.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::refused, upload_outcome::refused, upload_outcome::planned});
  CHECK(error_of(made.items[1]) == "unreadable");
}

TEST_CASE("room is made by our own files alone, the oldest first") {
  rehearsal setup;
  for (std::uint32_t i = 0; i < 3; ++i) {
    setup.requests.clear();
    setup.add_request(anna, setup.write("old" + std::to_string(i) + ".gif", i));
    REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  }
  const auto own = setup.zoom.files[anna];
  store_files(setup, anna, 7);
  setup.requests.clear();
  setup.add_request(anna, "old0.gif");  // wanted again, so not in the way
  for (std::uint32_t i = 10; i < 13; ++i) {
    setup.add_request(anna, setup.write("new" + std::to_string(i) + ".gif", i));
  }
  CHECK(actions_of(setup.plan().what) == std::vector{upload_outcome::already_there, upload_outcome::refused,
                                                     upload_outcome::refused, upload_outcome::refused});
  setup.make_room = true;
  const plan made = setup.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::already_there, upload_outcome::planned, upload_outcome::planned,
                                        upload_outcome::refused});
  for (const std::size_t i : {1U, 2U}) {
    REQUIRE(made.items[i].deletes.size() == 1);
    CHECK(made.items[i].deletes[0].id == own[i].id);
  }
  const auto results = setup.run();
  CHECK(results[1].what == upload_outcome::sent);
  CHECK(results[3].what == upload_outcome::refused);
  CHECK(setup.zoom.deleted == std::vector{own[1].id, own[2].id});
  CHECK(setup.zoom.files[anna].size() == 10);
  std::size_t removed = 0;
  for (const ledger_entry& entry : setup.entries()) {
    removed += entry.state == ledger_state::removed ? 1U : 0U;
  }
  CHECK(removed == 2);
}

TEST_CASE("what is refused or adopted deletes nothing, and leaves the next file what could make room for it") {
  rehearsal setup;
  setup.make_room = true;
  for (std::uint32_t i = 0; i < 2; ++i) {
    setup.requests.clear();
    setup.add_request(anna, setup.write("old" + std::to_string(i) + ".gif", i));
    REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  }
  const auto own = setup.zoom.files[anna];
  store_files(setup, anna, 8);
  setup.requests.clear();
  setup.add_request(anna, setup.write("old0.png", 0));  // a GIF
  setup.add_request(anna, setup.write("new.gif", 10));
  const plan renamed = setup.plan().what;
  CHECK(error_of(renamed.items[0]) == "extension-mismatch");
  REQUIRE(renamed.items[1].deletes.size() == 1);
  CHECK(renamed.items[1].deletes[0].id == own[1].id);

  REQUIRE(setup.request_severities.set(all_request_rules, "looks-already-there", severity::error));
  setup.zoom.files[anna].back().name = "new.gif";
  setup.zoom.files[anna].back().bytes = rehearsal::picture(10).size();
  setup.requests.clear();
  setup.add_request(anna, "new.gif");
  setup.add_request(anna, setup.write("newer.gif", 11));
  const plan twin = setup.plan().what;
  CHECK(error_of(twin.items[0]) == "looks-already-there");
  CHECK(twin.items[0].deletes.empty());
  CHECK(twin.items[1].action == upload_outcome::planned);
  CHECK(twin.items[1].deletes.size() == 1);

  setup.adopt = true;
  const plan adopted = setup.plan().what;
  CHECK(adopted.items[0].action == upload_outcome::already_there);
  CHECK(adopted.items[0].deletes.empty());
  CHECK(adopted.items[1].deletes.size() == 1);
}

TEST_CASE("a target that cannot be asked about is not sent to") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.zoom.list_answer = fake_zoom::make_result(result_kind::refused, 404, "User does not exist: anna@example.com.");
  setup.zoom.list_answer.code = 1001;
  const plan refused = setup.plan().what;
  CHECK(refused.items[0].action == upload_outcome::refused);
  CHECK(refused.items[0].code == 1001);
  setup.zoom.list_answer = fake_zoom::make_result(result_kind::failed, 500, "no JSON");
  CHECK(setup.plan().what.items[0].action == upload_outcome::failed);
  CHECK(setup.run().at(0).what == upload_outcome::failed);
  CHECK(setup.zoom.uploads == 0);
}

TEST_CASE("what the target's settings say counts") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.zoom.settings.enabled = false;
  const plan made = setup.plan().what;
  CHECK(made.items[0].action == upload_outcome::refused);
  CHECK(error_of(made.items[0]) == "background-switched-off");
}

TEST_CASE("targets and scopes are judged before anything is asked") {
  rehearsal setup;
  const std::string file = setup.write("a.gif", 1);
  setup.add_request("user:", file);
  setup.add_request("user:me", file);
  setup.add_request("group:g", file, purpose::picture);
  setup.token.is_app = true;
  setup.token.granted = "user:read:admin";
  const plan made = setup.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::refused, upload_outcome::refused, upload_outcome::refused});
  CHECK(error_of(made.items[0]) == "target-invalid");
  CHECK(error_of(made.items[1]) == "target-is-me");
  setup.requests.clear();
  setup.add_request(anna, file);
  const plan unscoped = setup.plan().what;
  CHECK(error_of(unscoped.items[0]) == "scope-missing");
  CHECK(setup.zoom.lists == 0);
}

TEST_CASE("a file that was deleted at the service is sent again") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  setup.zoom.files[anna].clear();
  setup.clock.ahead = std::chrono::minutes{6};
  const plan made = setup.plan().what;
  CHECK(made.items[0].action == upload_outcome::planned);
  CHECK(made.items[0].message.find("no longer there") != std::string::npos);
}

TEST_CASE("the same name and size alone is not the same file") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.zoom.files[anna].push_back({"theirs", "a.gif", rehearsal::picture(1).size(), false, false});
  CHECK(setup.plan().what.items[0].action == upload_outcome::planned);
}

TEST_CASE("a request that was cut off a moment ago is given time before the list is believed") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.zoom.fates = {fake_zoom::fate::killed};
  CHECK_THROWS_AS(setup.run(), fake_zoom::death);
  setup.clock.waited = {};
  CHECK(setup.run().at(0).what == upload_outcome::already_there);
  CHECK(setup.clock.waited > std::chrono::seconds{1});
}

TEST_CASE("a file too large to be kept is judged where it lies") {
  rehearsal setup;
  const std::string name = setup.write("big.gif", 1);
  std::filesystem::resize_file(setup.folder + "/" + name, std::uintmax_t{5} << 30U);
  setup.add_request(anna, name);
  const plan made = setup.plan().what;
  CHECK(made.items[0].action == upload_outcome::refused);
  CHECK(made.items[0].sha256.empty());
  CHECK(made.items[0].bytes == std::uint64_t{5} << 30U);
}

TEST_CASE("a file of the same name and size that is none of ours is warned of") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  setup.zoom.files[anna].push_back({"theirs", "a.gif", rehearsal::picture(1).size() + 1, false, false});
  const auto warns = [&] {
    const plan made = setup.plan().what;
    CHECK(made.items[0].action == upload_outcome::planned);
    return std::any_of(made.items[0].findings.begin(), made.items[0].findings.end(),
                       [](const finding& finding) { return finding.rule->id == "looks-already-there"; });
  };
  CHECK_FALSE(warns());
  setup.zoom.files[anna].push_back({"theirs-2", "a.gif", rehearsal::picture(1).size(), false, false});
  CHECK(warns());
}

TEST_CASE("of a file whose id is known only that one is it") {
  rehearsal setup;
  setup.add_request(anna, setup.write("a.gif", 1));
  REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  setup.clock.ahead = std::chrono::minutes{6};
  setup.zoom.files[anna] = {{"theirs", "a.gif", rehearsal::picture(1).size(), false, false}};
  const plan_item gone = setup.plan().what.items.at(0);
  CHECK(gone.action == upload_outcome::planned);
  CHECK(gone.message.find("is no longer there") != std::string::npos);
  CHECK(std::any_of(gone.findings.begin(), gone.findings.end(),
                    [](const finding& finding) { return finding.rule->id == "looks-already-there"; }));

  setup.zoom.files[anna].front().id.clear();
  const plan_item unclear = setup.plan().what.items.at(0);
  CHECK(unclear.action == upload_outcome::unknown);
  CHECK(unclear.message.find("ledger forget --target") != std::string::npos);

  setup.zoom.files[anna].front().id = "theirs";
  const item_result again = setup.run().at(0);
  CHECK(again.what == upload_outcome::sent);
  CHECK(again.zoom_id != "theirs");
  CHECK(setup.run().at(0).zoom_id == again.zoom_id);
}

TEST_CASE("two pictures for one user are refused, each naming the other, and the same one twice is not") {
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  setup.add_request(anna, setup.write("a.gif", 1), purpose::picture);
  setup.add_request(anna, setup.write("b.gif", 2), purpose::picture);
  setup.add_request(anna, setup.write("lobby.gif", 3));
  for (int run = 0; run < 2; ++run) {
    const plan made = setup.plan().what;
    CHECK(actions_of(made).at(0) == upload_outcome::refused);
    CHECK(actions_of(made).at(1) == upload_outcome::refused);
    CHECK(error_of(made.items[0]) == "several-pictures");
    CHECK(made.items[0].findings.back().message.text().find("b.gif") != std::string_view::npos);
    CHECK(made.items[1].findings.back().message.text().find("a.gif") != std::string_view::npos);
    static_cast<void>(setup.run());
    CHECK(setup.zoom.pictures.empty());
  }
  setup.requests.pop_back();
  setup.requests[1].path = setup.write("copy.gif", 1);
  CHECK(actions_of(setup.plan().what) == std::vector{upload_outcome::planned, upload_outcome::already_there});
}

TEST_CASE("a picture is sent again where a later one may have replaced it") {
  const std::string user = "user:a@example.com";
  rehearsal setup;
  setup.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  setup.add_request(user, setup.write("old.gif", 1), purpose::picture);
  REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  CHECK(actions_of(setup.plan().what) == std::vector{upload_outcome::already_there});
  setup.requests.clear();
  setup.add_request(user, setup.write("newer.gif", 2), purpose::picture);
  setup.zoom.fates.assign(3, fake_zoom::fate::lost_and_stored);
  REQUIRE(setup.run().at(0).what == upload_outcome::unknown);
  setup.requests.clear();
  setup.add_request(user, "old.gif", purpose::picture);
  CHECK(actions_of(setup.plan().what) == std::vector{upload_outcome::planned});
}

TEST_CASE("an e-mail address is the same target in any case of its letters, an id is not") {
  rehearsal setup;
  const std::string file = setup.write("a.gif", 1);
  setup.requests.push_back({{target_kind::user, "Anna@Example.com"}, purpose::background, file, {}, 0});
  setup.add_request(anna, file);
  setup.add_request("user:AbC", file);
  setup.add_request("user:aBc", file);
  CHECK(actions_of(setup.plan().what) == std::vector{upload_outcome::planned, upload_outcome::already_there,
                                                     upload_outcome::planned, upload_outcome::planned});
  CHECK(setup.zoom.lists == 3);
  CHECK(text_of(parse_target("BEN@X.org")) == "user:ben@x.org");
}

TEST_CASE("what is over the quota is numbered on") {
  rehearsal setup;
  store_files(setup, anna, 9);
  for (std::uint32_t i = 0; i < 4; ++i) {
    setup.add_request(anna, setup.write("a" + std::to_string(i) + ".gif", i));
  }
  const plan made = setup.plan().what;
  CHECK(made.items[1].findings.back().actual.text() == "11");
  CHECK(made.items[3].findings.back().actual.text() == "13");
  CHECK(made.items[3].findings.back().fix.text().find("--make-room own") != std::string_view::npos);
}

TEST_CASE("to make room the scope to delete is needed only where something has to be deleted") {
  rehearsal setup;
  setup.make_room = true;
  setup.add_request(anna, setup.write("old.gif", 1));
  REQUIRE(setup.run().at(0).what == upload_outcome::sent);
  setup.requests.clear();
  setup.add_request(anna, setup.write("a.gif", 2));
  setup.token.granted = "user:read:settings:admin user:write:virtual_background_files:admin";
  const auto planned = [&] { return setup.plan().what.items.at(0); };
  CHECK(planned().action == upload_outcome::planned);
  store_files(setup, anna, 9);
  CHECK(error_of(planned()) == "scope-missing");
  setup.token.granted = "user:read:settings:admin user:write:admin";
  CHECK(planned().deletes.size() == 1);
}

TEST_CASE("a hundred thousand rows for one file cost one look at it") {
  rehearsal setup;
  setup.write("a.gif", 1);
  for (int i = 0; i < 100'000; ++i) {
    setup.add_request("user:u" + std::to_string(i), "a.gif");
  }
  std::size_t looks = 0;
  const auto inspector = setup.file_policy.make_inspector;
  setup.file_policy.make_inspector = [&] {
    return [&, inner = inspector()](std::span<const unsigned char> bytes, const upload::refusal& refuses) {
      ++looks;
      return inner(bytes, refuses);
    };
  };
  const fresh_plan made = setup.plan_offline(setup.requests);
  CHECK(made.what.items.size() == 100'000);
  CHECK(made.what.items.back().action == upload_outcome::planned);
  CHECK(looks == 1);
}
