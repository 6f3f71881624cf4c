#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "harness/catch.hpp"
#include "upload/send/rehearsal.hpp"

using namespace preflight;
using namespace preflight::test;
using namespace preflight::upload;
using json = nlohmann::json;

namespace {

plan some_plan() {
  plan out;
  out.made = "2026-11-22T18:00:00Z";
  out.folder = "/srv/backgrounds";
  out.rates = zoom_plan::free;
  out.calls_a_second = 3;
  plan_item one;
  one.target = {target_kind::user, "anna@example.com"};
  one.path = "a\xFF\n.png";
  one.action = upload_outcome::planned;
  one.sha256 = std::string(64, 'a');
  one.bytes = 1'234;
  one.file_name = "a__.png";
  one.mime_type = "image/png";
  one.deletes = {{"old-1", "old.png"}};
  one.message = "note \"this\"";
  finding low;
  low.rule = any_rule_named("low-resolution");
  low.severity = severity::warning;
  low.message << "The picture is 10x10.";
  low.limit << "1280x720";
  low.offset = 7;
  one.findings.push_back(low);
  out.items.push_back(one);
  plan_item two = one;
  two.action = upload_outcome::already_there;
  two.same_as = 0;
  two.zoom_id = "id-1";
  two.http_status = 404;
  two.code = -1;
  two.deletes.clear();
  out.items.push_back(two);
  plan_item three;
  three.target = {target_kind::group, "g"};
  three.what = purpose::picture;
  three.path = "b.png";
  out.items.push_back(three);
  return out;
}

std::string complaint(const std::string& text) {
  try {
    static_cast<void>(read_plan(text));
  } catch (const plan_error& error) {
    return error.what();
  }
  return {};
}

/// What is said of the plan with one thing changed.
template <class Change>
std::string complaint_after(const Change& change) {
  json document = json::parse(write_plan(some_plan()));
  change(document);
  return complaint(document.dump());
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a plan that was written is read as the same plan") {
  const std::string text = write_plan(some_plan());
  CHECK(write_plan(read_plan(text)) == text);
  const plan read = read_plan(text);
  CHECK(read.items.at(0).path == some_plan().items.at(0).path);
  CHECK(read.items.at(0).findings.at(0).offset == 7);
  CHECK(read.calls_a_second == 3U);
  CHECK(read.items.at(1).code == -1);
  CHECK(read.items.at(2).action == upload_outcome::refused);
  CHECK(json::parse(text)["items"].size() == 3);
}

TEST_CASE("a plan has a line for each item") {
  const std::string text = write_plan(some_plan());
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);
}

TEST_CASE("a plan edited by hand is believed nothing that makes no sense") {
  says(complaint("{"), "invalid or truncated JSON");
  says(complaint("[]"), "the plan is not an object");
  says(complaint("{}"), "has no 'media_preflight_plan'");
  says(complaint_after([](json& j) { j["media_preflight_plan"] = 2; }), "format 2");
  says(complaint_after([](json& j) { j["more"] = 1; }), "'more'");
  says(complaint_after([](json& j) { j.erase("items"); }), "no items");
  says(complaint_after([](json& j) { j["items"] = 3; }), "must be a list");
  says(complaint_after([](json& j) { j["folder"] = "relative"; }), "not absolute");
  says(complaint_after([](json& j) { j["zoom_plan"] = "gold"; }), "free, pro or business");
  says(complaint_after([](json& j) { j["calls_a_second"] = 1'001; }), "from 0 to 1000");
  const auto item = [](const char* key, json value) {
    return complaint_after([&](json& j) { j["items"][0][key] = std::move(value); });
  };
  says(item("action", "sent"), "item 1 has an unknown action, 'sent'");
  says(item("action", "planned"), "unknown action");
  says(item("action", 1), "'action' must be a string");
  says(item("purpose", "poster"), "webinar-background or webinar-wallpaper");
  says(item("sha256", "abc"), "64 lower-case");
  says(item("sha256", nullptr), "'sha256' must be a string");
  says(item("sha256", std::string(64, 'A')), "64 lower-case");
  says(item("bytes", -1), "whole number");
  says(item("bytes", "many"), "whole number");
  says(item("deletes", "old"), "must be a list");
  says(item("deletes", json::array({"old"})), "A file in 'deletes' of item 1 is not an object");
  says(item("deletes", json::array({{{"id", ""}, {"name", "old.png"}}})), "empty id");
  says(item("deletes", json::array({{{"id", "old"}}})), "'name' must be a string");
  says(item("same_as", 0), "not an earlier item");
  says(item("path", 7), "'path' must be a string");
  says(item("path_base64", "A===!"), "path_base64");
  says(item("path_base64", "AA=="), "differs from 'path'");
  says(item("path_base64", "YQ=="), "differs from 'path'");
  says(item("path_base64", "="), "path_base64");
  says(item("http_status", 1'000), "http_status");
  says(item("code", "x"), "code");
  says(item("code", 18'446'744'073'709'551'615U), "code");
  says(item("surprise", 1), "'surprise'");
  says(item("findings", json::array({1})), "a finding of item 1 is not an object");
  const auto in_finding = [](const char* key, json value) {
    return complaint_after([&](json& j) { j["items"][0]["findings"][0][key] = std::move(value); });
  };
  says(in_finding("rule", "no-such-rule"), "'no-such-rule'");
  says(in_finding("severity", "awful"), "unknown severity");
  says(in_finding("more", 1), "'more'");
}

TEST_CASE("a plan says what it costs") {
  plan plan_of;
  plan_of.rates = zoom_plan::free;
  for (int i = 0; i < 2'500; ++i) {
    plan_item one;
    one.target = {target_kind::user, "u" + std::to_string(i % 1'250)};
    one.action = upload_outcome::planned;
    plan_of.items.push_back(one);
  }
  plan_of.items[0].deletes = {{"old", "old.png"}};
  plan_of.items.push_back({});
  const plan_cost cost = cost_of(plan_of);
  CHECK(cost.uploads == 2'500);
  CHECK(cost.listings == 1'250);
  CHECK(cost.deletions == 1);
  CHECK(cost.calls() == 3'751);
  CHECK(cost.seconds == 1'875);
  CHECK(cost.days == 2);
  CHECK(cost_of(plan{}).days == 1);
}

TEST_CASE("an agreed plan is kept to: other bytes and other deletions are refused") {
  rehearsal setup;
  setup.add_request("user:a@example.com", setup.write("a.gif", 1));
  setup.add_request("user:b@example.com", setup.write("b.gif", 2));
  setup.add_request("user:c@example.com", setup.write("c.gif", 3));
  plan approved = read_plan(write_plan(setup.plan().what));
  setup.write("a.gif", 9);
  approved.items[2].action = upload_outcome::refused;
  setup.requests = requests_of(approved);
  const auto results = setup.run(&approved);
  CHECK(results.at(0).what == upload_outcome::refused);
  CHECK(results.at(0).message.find("has changed since it was planned") != std::string::npos);
  CHECK(results.at(1).what == upload_outcome::sent);
  CHECK(results.at(2).what == upload_outcome::refused);
  CHECK(setup.zoom.uploads == 1);
}

TEST_CASE("a plan that deletes what is not ours is refused, and deletes nothing") {
  rehearsal setup;
  setup.make_room = true;
  for (int i = 0; i < 10; ++i) {
    setup.zoom.files["user:a@example.com"].push_back({"theirs-" + std::to_string(i), "t.png", 5, false, false});
  }
  setup.add_request("user:a@example.com", setup.write("a.gif", 1));
  plan approved = setup.plan().what;
  CHECK(approved.items.at(0).action == upload_outcome::refused);
  approved.items[0].action = upload_outcome::planned;
  approved.items[0].deletes = {{"theirs-0", "theirs.png"}};
  approved.items[0].findings.clear();
  setup.requests = requests_of(approved);
  CHECK(setup.run(&approved).at(0).what == upload_outcome::refused);
  CHECK(setup.zoom.deleted.empty());
  CHECK(setup.zoom.uploads == 0);
}

TEST_CASE("an agreed plan claims nothing to be there that is not there now") {
  rehearsal setup;
  setup.add_request("user:a@example.com", setup.write("a.gif", 1));
  setup.add_request("user:b@example.com", setup.write("b.gif", 2));
  plan approved = setup.plan().what;
  approved.items[0].action = upload_outcome::already_there;
  setup.requests = requests_of(approved);
  const auto results = setup.run(&approved);
  CHECK(results.at(0).what == upload_outcome::refused);
  says(results.at(0).message, "plan again");
  CHECK(results.at(1).what == upload_outcome::sent);
  CHECK(setup.zoom.contents.size() == 1);

  approved = setup.plan().what;
  CHECK(approved.items[1].action == upload_outcome::already_there);
  setup.requests = requests_of(approved);
  CHECK(setup.run(&approved).at(1).what == upload_outcome::already_there);
  setup.zoom.files.clear();
  CHECK(setup.run(&approved).at(1).what == upload_outcome::already_there);  // the list may be late
  setup.clock.ahead = std::chrono::minutes{6};
  CHECK(setup.run(&approved).at(1).what == upload_outcome::refused);
}

TEST_CASE("what could not be decided when a plan was made stays queued, and is not called failed again") {
  rehearsal setup;
  setup.add_request("user:a@example.com", setup.write("a.gif", 1));
  setup.zoom.list_answer = fake_zoom::make_result(result_kind::failed, 503, "Service unavailable");
  const plan approved = read_plan(write_plan(setup.plan().what));
  CHECK(approved.items.at(0).action == upload_outcome::failed);
  setup.zoom.list_answer = fake_zoom::make_result(result_kind::done, 200);
  setup.requests = requests_of(approved);
  const auto results = setup.run(&approved);
  CHECK(results.at(0).what == upload_outcome::queued);
  CHECK(results.at(0).http_status == 0);
  says(results.at(0).message, "plan again");
  CHECK(setup.zoom.uploads == 0);
}

TEST_CASE("without asking, what a plan calls there is still to be asked about") {
  rehearsal setup;
  setup.add_request("user:a@example.com", setup.write("a.gif", 1));
  plan approved = setup.plan().what;
  approved.items[0].action = upload_outcome::already_there;
  const auto wanted = requests_of(approved);
  fresh_plan offline = setup.plan_offline(wanted);
  enforce_approval_offline(approved, offline);
  CHECK(offline.what.items[0].action == upload_outcome::planned);
  says(offline.what.items[0].message, "apply checks that");
}
