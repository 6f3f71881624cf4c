#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/zoom_client.hpp>

#include "catch.hpp"
#include "zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using json = nlohmann::json;

namespace {

/// A refusal by its name in the stand-in, the calls that are documented to answer it, and what it is understood as.
struct refusal_row {
  std::string_view refusal;
  std::string_view asked;  ///< b: background, p: picture, d: deletion, l: list, g: directory group
  answer_kind kind;
  std::string_view outcome;
};

using enum answer_kind;

constexpr std::array refusal_rows{
    refusal_row{"background-missing", "b", refused, "no-file-arrived"},
    refusal_row{"background-missing-account", "b", refused, "no-file-arrived"},
    refusal_row{"background-too-large", "b", refused, "file-too-large"},
    refusal_row{"background-too-many", "b", refused, "too-many-files"},
    refusal_row{"background-type-user", "b", refused, "format-not-accepted"},
    refusal_row{"background-type-group", "b", refused, "format-not-accepted"},
    refusal_row{"background-type-account", "b", refused, "format-not-accepted"},
    refusal_row{"background-failed", "b", failed, "upload-failed"},
    refusal_row{"part-missing", "b", refused, "no-file-arrived"},
    refusal_row{"disposition-invalid", "bp", refused, "no-file-arrived"},
    refusal_row{"file-ids-invalid", "d", refused, "file-not-found"},
    refusal_row{"group-member-unknown", "d", refused, "member-not-found"},
    refusal_row{"picture-empty", "p", refused, "empty-file"},
    refusal_row{"picture-too-large", "p", refused, "file-too-large"},
    refusal_row{"picture-type", "p", refused, "format-not-accepted"},
    refusal_row{"picture-type-older", "p", refused, "format-not-accepted"},
    refusal_row{"picture-without-name", "p", refused, "no-file-arrived"},
    refusal_row{"picture-administrator-only", "p", refused, "administrator-only"},
    refusal_row{"picture-content", "p", refused, "content-refused"},
    refusal_row{"user-unknown", "bpdl", refused, "user-not-found"},
    refusal_row{"user-unknown-short", "bpdl", refused, "user-not-found"},
    refusal_row{"user-unknown-email", "bpdl", refused, "user-not-found"},
    refusal_row{"user-elsewhere", "bpdl", refused, "user-of-another-account"},
    refusal_row{"group-unknown", "bdlg", refused, "group-not-found"},
    refusal_row{"group-unknown-with-this", "bdlg", refused, "group-not-found"},
    refusal_row{"group-not-found", "b", refused, "user-not-found"},
    refusal_row{"account-unknown", "bdl", refused, "account-not-found"},
    refusal_row{"paid-only", "bpdlg", refused, "paid-account-only"},
    refusal_row{"paid-only-in-a-200", "bpdlg", refused, "paid-account-only"},
    refusal_row{"im-name-missing", "g", refused, "group-name-missing"},
    refusal_row{"im-group-unknown", "g", refused, "group-not-found"},
    refusal_row{"im-group-unknown-older", "g", refused, "group-not-found"},
    refusal_row{"im-name-in-use", "g", refused, "group-name-taken"},
    refusal_row{"im-default-group", "g", refused, "default-group"},
    refusal_row{"validation-failed", "bpdlg", refused, "request-invalid"},
    refusal_row{"token-invalid", "bpdlg", failed, "token-refused"},
    refusal_row{"token-invalid-400", "bpdlg", failed, "token-refused"},
    refusal_row{"token-expired", "bpdlg", failed, "token-refused"},
    refusal_row{"token-expired-400", "bpdlg", failed, "token-refused"},
    refusal_row{"token-empty", "bpdlg", failed, "token-refused"},
    refusal_row{"scope-missing", "bpdlg", failed, "scope-missing"},
    refusal_row{"scope-missing-unnamed", "bpdlg", failed, "scope-missing"},
    refusal_row{"too-fast", "bpdlg", too_fast, "calls-too-fast"},
    refusal_row{"too-many-at-once", "d", too_fast, "calls-too-fast"},
    refusal_row{"path-unknown", "bpdlg", refused, "target-not-found"},
    refusal_row{"daily-limit", "bpdlg", daily_limit, "daily-limit-reached"},
};

answer ask(zoom_client& client, char what) {
  switch (what) {
    case 'b': return client.upload_background(anna, lobby()).what;
    case 'p': return client.upload_picture(anna, lobby());
    case 'd': return client.delete_backgrounds(anna, std::vector<std::string>{"x"});
    case 'l': return client.backgrounds_of(anna).what;
    default: return client.update_im_group("sales", {.name = "Sales"});
  }
}

bool is_sentence(std::string_view text) {
  return text.size() > 10 && text.front() >= 'A' && text.front() <= 'Z' && text.back() == '.';
}

answer answer_to(zoom_conversation& zoom, const json& given, char asked = 'b') {
  const char* const endpoint = asked == 'b' ? "upload-background" : asked == 'p' ? "upload-picture" : "show-settings";
  json script = {{"do", "answer"}, {"times", 0}, {"endpoint", endpoint}};
  script.update(given);
  zoom.server.set_faults(json::array({script}));
  const answer said = ask(zoom.client, asked);
  zoom.server.set_faults(json::array());
  return said;
}

}  // namespace

TEST_CASE("every documented refusal has its row here") {
  zoom_server server;
  for (const json& each : server.refusals()) {
    const std::string name = each.at("name");
    INFO(name);
    CHECK(std::count_if(refusal_rows.begin(), refusal_rows.end(),
                        [&](const refusal_row& row) { return row.refusal == name; }) == 1);
  }
}

TEST_CASE("every documented refusal is understood, told as it was said, and comes with what to do") {
  zoom_conversation zoom;
  const json documented = zoom.server.refusals();
  for (const refusal_row& row : refusal_rows) {
    for (const char asked : row.asked) {
      INFO(row.refusal << ", asked for " << asked);
      // What an earlier row has closed until tomorrow is open again.
      zoom.clock.pass(std::chrono::hours{25});
      REQUIRE(zoom.client.sign_in().what.ok());
      json script = json::array();
      for (const char* endpoint :
           {"upload-background", "upload-picture", "delete-backgrounds", "show-settings", "update-im-group"}) {
        script.push_back(
            {{"do", "refuse"}, {"refusal", row.refusal}, {"about", "it"}, {"times", 0}, {"endpoint", endpoint}});
      }
      zoom.server.set_faults(script);
      const answer said = ask(zoom.client, asked);
      zoom.server.set_faults(json::array());
      CHECK(said.kind == row.kind);
      CHECK(said.outcome == row.outcome);
      CHECK(is_sentence(said.advice));
      for (const json& each : documented) {
        if (each.at("name") == row.refusal) {
          CHECK(said.http_status == each.at("status"));
          CHECK(said.code == each.at("code").get<long long>());
          std::string text = each.at("message");
          if (const std::size_t place = text.find("{}"); place != std::string::npos) {
            text.replace(place, 2, "it");
          }
          CHECK(said.message == text);
        }
      }
    }
  }
}

TEST_CASE("the fields that a validation names are told") {
  zoom_conversation zoom;
  const answer said = answer_to(zoom, {{"status", 400},
                                       {"body",
                                        {{"code", 300},
                                         {"message", "Validation Failed."},
                                         {"errors", {{{"field", "name"}, {"message", "Too long."}}}}}}});
  CHECK(said.outcome == "request-invalid");
  CHECK(said.message == "Validation Failed. (name: Too long.)");
}

TEST_CASE("a code in quotes is the same code") {
  zoom_conversation zoom;
  const answer said = answer_to(zoom, {{"status", 400}, {"body", {{"code", "4711"}, {"message", "No."}}}});
  CHECK(said.outcome == "scope-missing");
  CHECK(said.code == 4711);
  CHECK_FALSE(answer_to(zoom, {{"status", 400}, {"body", R"({"code":18446744073709551615})"}}).code);
}

TEST_CASE("an answer that nobody documented is shown whole, and on one line") {
  zoom_conversation zoom;
  const answer said = answer_to(zoom, {{"status", 418}, {"body", "I am\na teapot <b>!</b>"}});
  CHECK(said.kind == refused);
  CHECK(said.outcome == "not-known");
  CHECK(said.message == "I am a teapot <b>!</b>");
  CHECK(is_sentence(said.advice));
  const answer coded = answer_to(zoom, {{"status", 400}, {"body", {{"code", 987654}, {"message", "Something new."}}}});
  CHECK(coded.outcome == "not-known");
  CHECK(coded.code == 987654);
  CHECK(coded.message == "Something new.");
}

TEST_CASE("only the documented status is a success; an upload with another may be stored or not") {
  zoom_conversation zoom;
  for (const int status : {200, 202, 204}) {
    INFO(status);
    const answer said = answer_to(zoom, {{"status", status}, {"body", status == 204 ? "" : R"({"id":"x"})"}});
    CHECK(said.kind == lost);
    CHECK(said.outcome == "status-not-documented");
    CHECK(answer_to(zoom, {{"status", status}, {"body", ""}}, 'p').kind == lost);
  }
  CHECK(answer_to(zoom, {{"status", 201}, {"body", R"({"in_meeting":{}})"}}, 'l').kind == failed);
}

TEST_CASE("an error inside a success is an error") {
  zoom_conversation zoom;
  for (const int status : {200, 201}) {
    const answer said =
        answer_to(zoom, {{"status", status}, {"body", {{"code", 120}, {"message", "File size cannot exceed 15M."}}}});
    CHECK(said.kind == refused);
    CHECK(said.outcome == "file-too-large");
  }
  const answer unknown = answer_to(zoom, {{"status", 201}, {"body", {{"code", 99}, {"message", "Odd."}}}});
  CHECK(unknown.kind == refused);
  CHECK(unknown.message == "Odd.");
}

TEST_CASE("a list that is no JSON object is a failure, not an empty list") {
  zoom_conversation zoom;
  for (const char* body : {"<html>", "[]", "", "{\"in_meeting\":"}) {
    INFO(body);
    const answer said = answer_to(zoom, {{"status", 200}, {"body", body}}, 'l');
    CHECK(said.kind == failed);
    CHECK(said.outcome == "answer-unreadable");
  }
}

TEST_CASE("a redirect is not followed, least of all with the token") {
  zoom_conversation zoom;
  zoom_server elsewhere;
  const answer said = answer_to(
      zoom, {{"do", "redirect"}, {"status", 307}, {"location", elsewhere.api_url() + "/users/anna/settings"}});
  CHECK(said.kind == refused);
  CHECK(said.outcome == "redirected");
  CHECK(said.message == "redirected to " + elsewhere.api_url() + "/users/anna/settings");
  CHECK(elsewhere.journal()["requests"].empty());
  CHECK(elsewhere.journal()["authorizations"].empty());
}

TEST_CASE("a page of a proxy is shown, and decides nothing about a file that was sent") {
  zoom_conversation zoom;
  const answer sent = answer_to(zoom, {{"do", "proxy-page"}, {"status", 502}, {"stored", true}});
  CHECK(sent.kind == lost);
  CHECK(sent.outcome == "server-error");
  CHECK(sent.message.find("Bad gateway") != std::string::npos);
  CHECK(zoom.requests("upload-background") == 1);
  CHECK(answer_to(zoom, {{"do", "proxy-page"}, {"status", 502}}, 'l').kind == failed);
}
