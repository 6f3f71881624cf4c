#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using upload::purpose;
using upload::replacement;

namespace {

const std::string anna = "user:anna@example.com";
const std::string webinar = "webinar:98765";

std::vector<std::string> names_at(const rehearsal& people, const std::string& target) {
  std::vector<std::string> out;
  for (const upload::stored_file& file : people.zoom.files.at(target)) {
    out.push_back(file.id);
  }
  return out;
}

/// One file that was sent, and a newer one of the same name that is to be.
struct two_versions : rehearsal {
  two_versions() {
    add_request(anna, write("lobby.gif", 1));
    static_cast<void>(run());
    write("lobby.gif", 2);
    replace = replacement::own;
  }
};

}  // namespace

TEST_CASE("our older version of a file goes when the new one is there") {
  two_versions people;
  bool was_there_meanwhile = false;
  people.zoom.while_sending = [&] { was_there_meanwhile = people.zoom.files[anna].size() == 1; };
  const upload::fresh_plan plan = people.plan();
  REQUIRE(plan.what.items[0].deletes.size() == 1);
  CHECK(plan.what.items[0].deletes[0].id == "id-1");
  CHECK(plan.what.items[0].replaces_older);
  CHECK(upload::read_plan(upload::write_plan(plan.what)).items[0].replaces_older);
  CHECK(people.run()[0].what == upload_outcome::sent);
  CHECK(was_there_meanwhile);
  CHECK(names_at(people, anna) == std::vector<std::string>{"id-2"});
  CHECK(people.run()[0].what == upload_outcome::already_there);
}

TEST_CASE("without being asked, or of another name, nothing is replaced") {
  for (const int reason : {0, 1, 2}) {
    INFO(reason);
    two_versions people;
    if (reason == 0) {
      people.replace = replacement::none;
    } else if (reason == 1) {
      people.requests[0].path = people.write("hall.gif", 2);
    } else {  // the older version is wanted, too
      people.add_request(anna, people.write("other.gif", 1));
    }
    static_cast<void>(people.run());
    CHECK(people.zoom.deleted.empty());
    CHECK(people.zoom.files[anna].size() == 2);
  }
}

TEST_CASE("a file of the same name that is not ours stays") {
  rehearsal people;
  people.replace = replacement::own;
  people.zoom.files[anna] = {{"theirs", "lobby.gif", 5, false, false}};
  people.add_request(anna, people.write("lobby.gif", 1));
  CHECK(people.run()[0].what == upload_outcome::sent);
  CHECK(people.zoom.deleted.empty());
}

TEST_CASE("the older version stays where the new one is not stored for certain") {
  using fate = fake_zoom::fate;
  for (const fate outcome : {fate::refused, fate::failed, fate::lost_and_not_stored}) {
    two_versions people;
    people.zoom.fates = {outcome, outcome, outcome};
    CHECK(people.run()[0].what != upload_outcome::sent);
    CHECK(people.zoom.deleted.empty());
  }
}

TEST_CASE("a new version is sent even where the older one cannot be deleted") {
  using fate = fake_zoom::fate;
  two_versions people;
  people.zoom.deletion_fates = {fate::refused};
  const upload::item_result result = people.run()[0];
  CHECK(result.what == upload_outcome::sent);
  CHECK(result.message.find("older version was not deleted") != std::string::npos);
  CHECK(people.zoom.files[anna].size() == 2);
}

TEST_CASE("in a full list the older version makes room only where that is allowed") {
  two_versions people;
  for (int i = 0; i < 9; ++i) {
    people.zoom.files[anna].push_back({"theirs-" + std::to_string(i), "x", 1, false, false});
  }
  CHECK(people.run()[0].what == upload_outcome::refused);
  CHECK(people.zoom.deleted.empty());
  people.make_room = true;
  CHECK(people.run()[0].what == upload_outcome::sent);
  CHECK(people.zoom.deleted == std::vector<std::string>{"id-1"});
  CHECK(people.zoom.files[anna].size() == 10);
}

TEST_CASE("what is replaced must be in the plan that is applied") {
  two_versions people;
  people.replace = replacement::none;
  const upload::fresh_plan plan = people.plan();
  people.replace = replacement::own;
  CHECK(people.run(&plan.what)[0].what == upload_outcome::refused);
  CHECK(people.zoom.deleted.empty());
}

TEST_CASE("a webinar gets ten backgrounds, and no eleventh") {
  rehearsal people;
  for (std::uint32_t i = 0; i < 11; ++i) {
    people.add_request(webinar, people.write("w" + std::to_string(i) + ".gif", i), purpose::webinar_background);
  }
  const auto results = people.run();
  CHECK(results[9].what == upload_outcome::sent);
  CHECK(results[10].what == upload_outcome::refused);
  REQUIRE_FALSE(results[10].findings.empty());
  CHECK(results[10].findings[0].rule->id == "too-many-files");
  CHECK(results[10].findings[0].message.text().find("for one webinar") != std::string_view::npos);
}

TEST_CASE("a webinar's wallpaper is replaced only when asked, and one of somebody else only by any") {
  rehearsal people;
  people.add_request(webinar, people.write("wall.gif", 1), purpose::webinar_wallpaper);
  CHECK(people.run()[0].what == upload_outcome::sent);
  CHECK(people.run()[0].what == upload_outcome::already_there);
  people.write("wall.gif", 2);
  CHECK(people.run()[0].what == upload_outcome::refused);
  people.replace = replacement::own;
  CHECK(people.run()[0].what == upload_outcome::sent);

  people.zoom.wallpapers[webinar] = "theirs";
  CHECK(people.run()[0].what == upload_outcome::refused);
  people.replace = replacement::any;
  const upload::fresh_plan plan = people.plan();
  REQUIRE(plan.what.items[0].deletes.size() == 1);
  CHECK(plan.what.items[0].deletes[0].id == "theirs");
  CHECK(people.run(&plan.what)[0].what == upload_outcome::sent);
  CHECK(people.zoom.deletions == 0);
}

TEST_CASE("a plan that replaces one wallpaper does not replace another") {
  rehearsal people;
  people.replace = replacement::any;
  people.zoom.pictures[webinar] = "x";
  people.zoom.wallpapers[webinar] = "first";
  people.add_request(webinar, people.write("wall.gif", 1), purpose::webinar_wallpaper);
  const upload::fresh_plan plan = people.plan();
  people.zoom.wallpapers[webinar] = "second";
  CHECK(people.run(&plan.what)[0].what == upload_outcome::refused);
  CHECK(people.zoom.uploads == 0);
}

TEST_CASE("purposes of webinars are for webinars, and of no other use there") {
  rehearsal people;
  people.add_request(anna, people.write("a.gif", 1), purpose::webinar_background);
  people.add_request(webinar, people.write("b.gif", 2), purpose::background);
  people.add_request(webinar, people.write("c.gif", 3), purpose::picture);
  for (const upload::item_result& result : people.run()) {
    CHECK(result.what == upload_outcome::refused);
  }
  CHECK(people.zoom.uploads == 0);
}

TEST_CASE("a lost response about a wallpaper is answered by sending it again") {
  using fate = fake_zoom::fate;
  rehearsal people;
  people.add_request(webinar, people.write("wall.gif", 1), purpose::webinar_wallpaper);
  people.zoom.fates = {fate::lost_and_stored};
  CHECK(people.run()[0].what == upload_outcome::sent);
  CHECK(people.zoom.uploads == 2);
}
