#include <algorithm>
#include <string>
#include <vector>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using namespace preflight::upload;

namespace {

const std::string anna = "user:anna@example.com";

void put_there(rehearsal& with, const std::string& target, int count) {
  for (int i = 0; i < count; ++i) {
    with.zoom.files[target].push_back(
        {"theirs-" + std::to_string(i), "t" + std::to_string(i) + ".png", 5, false, false});
  }
}

std::vector<upload_outcome> actions_of(const plan& of) {
  std::vector<upload_outcome> out;
  for (const plan_item& each : of.items) {
    out.push_back(each.action);
  }
  return out;
}

std::string error_of(const plan_item& item) {
  for (const finding& each : item.findings) {
    if (each.severity == severity::error) {
      return std::string{each.rule->id};
    }
  }
  return {};
}

}  // namespace

TEST_CASE("planning sends nothing, deletes nothing and leaves no ledger") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  CHECK(actions_of(with.plan().what) == std::vector{upload_outcome::planned});
  CHECK(with.zoom.uploads == 0);
  CHECK(with.zoom.deleted.empty());
  CHECK_FALSE(std::filesystem::exists(with.ledger_file()));
}

TEST_CASE("without a service nobody is asked") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  with.want(anna, with.write("b.gif", std::string_view{"only words"}));
  const fresh_plan made = with.plan_offline(with.wanted);
  CHECK(actions_of(made.what) == std::vector{upload_outcome::planned, upload_outcome::refused});
  CHECK(with.zoom.lists == 0);
}

TEST_CASE("each target is asked about once, and only where a good file is for it") {
  rehearsal with;
  with.write("bad.gif", std::string_view{"only words"});
  for (int i = 0; i < 3; ++i) {
    with.want(anna, with.write("a" + std::to_string(i) + ".gif", static_cast<std::uint32_t>(i)));
    with.want("user:ben@example.com", "bad.gif");
  }
  static_cast<void>(with.plan());
  CHECK(with.zoom.lists == 1);
}

TEST_CASE("a row over the quota is refused, with those that are there counted") {
  rehearsal with;
  put_there(with, anna, 8);
  for (std::uint32_t i = 0; i < 4; ++i) {
    with.want(anna, with.write("a" + std::to_string(i) + ".gif", i));
  }
  const plan made = with.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::planned, upload_outcome::planned, upload_outcome::refused,
                                        upload_outcome::refused});
  CHECK(error_of(made.items[2]) == "too-many-files");
}

TEST_CASE("what is refused takes no place") {
  rehearsal with;
  put_there(with, anna, 9);
  with.want(anna, with.write("bad.gif", std::string_view{"only words"}));
  with.want(anna, "missing.gif");
  with.want(anna, with.write("good.gif", 1));
  const plan made = with.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::refused, upload_outcome::refused, upload_outcome::planned});
  CHECK(error_of(made.items[1]) == "unreadable");
}

TEST_CASE("room is made by our own files alone, the oldest first") {
  rehearsal with;
  for (std::uint32_t i = 0; i < 3; ++i) {
    with.wanted.clear();
    with.want(anna, with.write("old" + std::to_string(i) + ".gif", i));
    REQUIRE(with.run().at(0).what == upload_outcome::sent);
  }
  const auto own = with.zoom.files[anna];
  put_there(with, anna, 7);
  with.wanted.clear();
  with.want(anna, "old0.gif");  // wanted again, so not in the way
  for (std::uint32_t i = 10; i < 13; ++i) {
    with.want(anna, with.write("new" + std::to_string(i) + ".gif", i));
  }
  CHECK(actions_of(with.plan().what) == std::vector{upload_outcome::already_there, upload_outcome::refused,
                                                    upload_outcome::refused, upload_outcome::refused});
  with.makes_room = true;
  const plan made = with.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::already_there, upload_outcome::planned, upload_outcome::planned,
                                        upload_outcome::refused});
  for (const std::size_t i : {1U, 2U}) {
    REQUIRE(made.items[i].deletes.size() == 1);
    CHECK(made.items[i].deletes[0].id == own[i].id);
  }
  const auto results = with.run();
  CHECK(results[1].what == upload_outcome::sent);
  CHECK(results[3].what == upload_outcome::refused);
  CHECK(with.zoom.deleted == std::vector{own[1].id, own[2].id});
  CHECK(with.zoom.files[anna].size() == 10);
  std::size_t removed = 0;
  for (const ledger_entry& each : with.entries()) {
    removed += each.state == ledger_state::removed ? 1U : 0U;
  }
  CHECK(removed == 2);
}

TEST_CASE("a target that cannot be asked about is not sent to") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  with.zoom.list_answer = fake_zoom::said(result_kind::refused, 404, "User does not exist: anna@example.com.");
  with.zoom.list_answer.code = 1001;
  const plan refused = with.plan().what;
  CHECK(refused.items[0].action == upload_outcome::refused);
  CHECK(refused.items[0].code == 1001);
  with.zoom.list_answer = fake_zoom::said(result_kind::failed, 500, "no JSON");
  CHECK(with.plan().what.items[0].action == upload_outcome::failed);
  CHECK(with.run().at(0).what == upload_outcome::failed);
  CHECK(with.zoom.uploads == 0);
}

TEST_CASE("what the target's settings say counts") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  with.zoom.settings.enabled = false;
  const plan made = with.plan().what;
  CHECK(made.items[0].action == upload_outcome::refused);
  CHECK(error_of(made.items[0]) == "background-switched-off");
}

TEST_CASE("targets and scopes are judged before anything is asked") {
  rehearsal with;
  const std::string file = with.write("a.gif", 1);
  with.want("user:", file);
  with.want("user:me", file);
  with.want("group:g", file, purpose::picture);
  with.token.is_app = true;
  with.token.granted = "user:read:admin";
  const plan made = with.plan().what;
  CHECK(actions_of(made) == std::vector{upload_outcome::refused, upload_outcome::refused, upload_outcome::refused});
  CHECK(error_of(made.items[0]) == "target-invalid");
  CHECK(error_of(made.items[1]) == "target-is-me");
  with.wanted.clear();
  with.want(anna, file);
  const plan unscoped = with.plan().what;
  CHECK(error_of(unscoped.items[0]) == "scope-missing");
  CHECK(with.zoom.lists == 0);
}

TEST_CASE("a file that was deleted at the service is sent again") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  REQUIRE(with.run().at(0).what == upload_outcome::sent);
  with.zoom.files[anna].clear();
  const plan made = with.plan().what;
  CHECK(made.items[0].action == upload_outcome::planned);
  CHECK(made.items[0].message.find("no longer there") != std::string::npos);
}

TEST_CASE("the same name and size alone is not the same file") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  with.zoom.files[anna].push_back({"theirs", "a.gif", rehearsal::picture(1).size(), false, false});
  CHECK(with.plan().what.items[0].action == upload_outcome::planned);
}

TEST_CASE("a request that was cut off a moment ago is given time before the list is believed") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  with.zoom.fates = {fake_zoom::fate::killed};
  CHECK_THROWS_AS(with.run(), fake_zoom::death);
  with.time.waited = {};
  CHECK(with.run().at(0).what == upload_outcome::already_there);
  CHECK(with.time.waited > std::chrono::seconds{1});
}

TEST_CASE("a file too large to be kept is judged where it lies") {
  rehearsal with;
  const std::string name = with.write("big.gif", 1);
  std::filesystem::resize_file(with.folder + "/" + name, std::uintmax_t{5} << 30U);
  with.want(anna, name);
  const plan made = with.plan().what;
  CHECK(made.items[0].action == upload_outcome::refused);
  CHECK(made.items[0].sha256.empty());
  CHECK(made.items[0].bytes == std::uint64_t{5} << 30U);
}

TEST_CASE("a file of the same name and size that is none of ours is warned of") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  with.zoom.files[anna].push_back({"theirs", "a.gif", rehearsal::picture(1).size() + 1, false, false});
  const auto warns = [&] {
    const plan made = with.plan().what;
    CHECK(made.items[0].action == upload_outcome::planned);
    return std::any_of(made.items[0].findings.begin(), made.items[0].findings.end(),
                       [](const finding& each) { return each.rule->id == "looks-already-there"; });
  };
  CHECK_FALSE(warns());
  with.zoom.files[anna].push_back({"theirs-2", "a.gif", rehearsal::picture(1).size(), false, false});
  CHECK(warns());
}

TEST_CASE("of a file whose id is known only that one is it") {
  rehearsal with;
  with.want(anna, with.write("a.gif", 1));
  REQUIRE(with.run().at(0).what == upload_outcome::sent);
  with.zoom.files[anna] = {{"theirs", "a.gif", rehearsal::picture(1).size(), false, false}};
  const plan_item gone = with.plan().what.items.at(0);
  CHECK(gone.action == upload_outcome::planned);
  CHECK(gone.message.find("is no longer there") != std::string::npos);
  CHECK(std::any_of(gone.findings.begin(), gone.findings.end(),
                    [](const finding& each) { return each.rule->id == "looks-already-there"; }));

  with.zoom.files[anna].front().id.clear();
  const plan_item unclear = with.plan().what.items.at(0);
  CHECK(unclear.action == upload_outcome::unknown);
  CHECK(unclear.message.find("ledger forget --target") != std::string::npos);

  with.zoom.files[anna].front().id = "theirs";
  const item_result again = with.run().at(0);
  CHECK(again.what == upload_outcome::sent);
  CHECK(again.zoom_id != "theirs");
  CHECK(with.run().at(0).zoom_id == again.zoom_id);
}

TEST_CASE("two pictures for one user are refused, each naming the other, and the same one twice is not") {
  rehearsal with;
  with.usual.set(engine::all_rules, "format-not-accepted", severity::off);
  with.want(anna, with.write("a.gif", 1), purpose::picture);
  with.want(anna, with.write("b.gif", 2), purpose::picture);
  with.want(anna, with.write("lobby.gif", 3));
  for (int run = 0; run < 2; ++run) {
    const plan made = with.plan().what;
    CHECK(actions_of(made).at(0) == upload_outcome::refused);
    CHECK(actions_of(made).at(1) == upload_outcome::refused);
    CHECK(error_of(made.items[0]) == "several-pictures");
    CHECK(made.items[0].findings.back().message.text().find("b.gif") != std::string_view::npos);
    CHECK(made.items[1].findings.back().message.text().find("a.gif") != std::string_view::npos);
    static_cast<void>(with.run());
    CHECK(with.zoom.pictures.empty());
  }
  with.wanted.pop_back();
  with.wanted[1].path = with.write("copy.gif", 1);
  CHECK(actions_of(with.plan().what) == std::vector{upload_outcome::planned, upload_outcome::already_there});
}

TEST_CASE("an e-mail address is the same target in any case of its letters, an id is not") {
  rehearsal with;
  const std::string file = with.write("a.gif", 1);
  with.wanted.push_back({{target_kind::user, "Anna@Example.com"}, purpose::background, file, {}, 0});
  with.want(anna, file);
  with.want("user:AbC", file);
  with.want("user:aBc", file);
  CHECK(actions_of(with.plan().what) == std::vector{upload_outcome::planned, upload_outcome::already_there,
                                                    upload_outcome::planned, upload_outcome::planned});
  CHECK(with.zoom.lists == 3);
  CHECK(text_of(parse_target("BEN@X.org")) == "user:ben@x.org");
}

TEST_CASE("what is over the quota is numbered on") {
  rehearsal with;
  put_there(with, anna, 9);
  for (std::uint32_t i = 0; i < 4; ++i) {
    with.want(anna, with.write("a" + std::to_string(i) + ".gif", i));
  }
  const plan made = with.plan().what;
  CHECK(made.items[1].findings.back().actual.text() == "11");
  CHECK(made.items[3].findings.back().actual.text() == "13");
  CHECK(made.items[3].findings.back().fix.text().find("--make-room own") != std::string_view::npos);
}

TEST_CASE("to make room the scope to delete is needed only where something has to be deleted") {
  rehearsal with;
  with.makes_room = true;
  with.want(anna, with.write("old.gif", 1));
  REQUIRE(with.run().at(0).what == upload_outcome::sent);
  with.wanted.clear();
  with.want(anna, with.write("a.gif", 2));
  with.token.granted = "user:read:settings:admin user:write:virtual_background_files:admin";
  const auto planned = [&] { return with.plan().what.items.at(0); };
  CHECK(planned().action == upload_outcome::planned);
  put_there(with, anna, 9);
  CHECK(error_of(planned()) == "scope-missing");
  with.token.granted = "user:read:settings:admin user:write:admin";
  CHECK(planned().deletes.size() == 1);
}

TEST_CASE("a hundred thousand rows for one file cost one look at it") {
  rehearsal with;
  with.write("a.gif", 1);
  for (int i = 0; i < 100'000; ++i) {
    with.want("user:u" + std::to_string(i), "a.gif");
  }
  std::size_t looks = 0;
  const auto inspector = with.how.make_inspector;
  with.how.make_inspector = [&] {
    return [&, inner = inspector()](std::span<const unsigned char> bytes) {
      ++looks;
      return inner(bytes);
    };
  };
  const fresh_plan made = with.plan_offline(with.wanted);
  CHECK(made.what.items.size() == 100'000);
  CHECK(made.what.items.back().action == upload_outcome::planned);
  CHECK(looks == 1);
}
