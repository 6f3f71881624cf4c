#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/response/read_json.hpp>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using json = nlohmann::json;

namespace {

/// A refusal by its name in the stand-in, what Zoom's documents say of it, with {} for what it is about, the calls that
/// are documented to answer it, and what it is understood as.
struct refusal_row {
  std::string_view refusal;
  int status;
  long long code;
  std::string_view text;
  std::string_view calls;  ///< b: background, p: picture, d: deletion, l: list, g: directory group
  result_kind kind;
  std::string_view outcome;
};

using enum result_kind;

constexpr std::array refusal_rows{
    refusal_row{"background-missing", 400, 120, "No file uploaded, verify that a file has been uploaded.", "b", refused,
                "no-file-arrived"},
    refusal_row{"background-missing-account", 400, 120, "No file uploaded. Verify that a file has been uploaded.", "b",
                refused, "no-file-arrived"},
    refusal_row{"background-too-large", 400, 120, "File size cannot exceed 15M.", "b", refused, "file-too-large"},
    refusal_row{"background-too-many", 400, 120, "A maximum of 10 files are allowed for a user.", "b", refused,
                "too-many-files"},
    refusal_row{"background-type-user", 400, 120, "Only jpg/jpeg, gif or png image file can be uploaded.", "b", refused,
                "format-not-accepted"},
    refusal_row{"background-type-group", 400, 120, "Only jpg/jpeg or png image file can be uploaded.", "b", refused,
                "format-not-accepted"},
    refusal_row{"background-type-account", 400, 120,
                R"(File uploads must be in "jpg/jpeg", "gif", or "png" file format.)", "b", refused,
                "format-not-accepted"},
    refusal_row{"background-failed", 400, 120, "Failed to upload file.", "b", failed, "upload-failed"},
    refusal_row{"part-missing", 400, -1, "Required request part 'file' is not present", "b", refused,
                "no-file-arrived"},
    refusal_row{"disposition-invalid", 400, -1, "Invalid 'Content-Disposition' in multipart form", "bp", refused,
                "no-file-arrived"},
    refusal_row{"file-ids-invalid", 400, 300, "Invalid parameter: file_ids.", "d", refused, "file-not-found"},
    refusal_row{"group-member-unknown", 400, 300, "Group member not found.", "d", refused, "member-not-found"},
    refusal_row{"picture-empty", 400, 120, "File is empty.", "p", refused, "empty-file"},
    refusal_row{"picture-too-large", 400, 120, "File size cannot exceed 2M.", "p", refused, "file-too-large"},
    refusal_row{"picture-type", 400, 120, "Only jpg/jpeg or png image file can be uploaded.", "p", refused,
                "format-not-accepted"},
    refusal_row{"picture-type-older", 400, 120, "Only jpg/jpeg, gif or png image file can be uploaded.", "p", refused,
                "format-not-accepted"},
    refusal_row{"picture-without-name", 400, 120, "", "p", refused, "no-file-arrived"},
    refusal_row{"picture-administrator-only", 400, 200, "Only an account administrator can change a profile picture.",
                "p", refused, "administrator-only"},
    refusal_row{"picture-content", 400, 300,
                "Your request was not accepted because the profile picture contains invalid or explicit content.", "p",
                refused, "content-refused"},
    refusal_row{"user-unknown", 404, 1001, "User does not exist: {}.", "bpdl", refused, "user-not-found"},
    refusal_row{"user-unknown-short", 404, 1001, "User not exist.", "bpdl", refused, "user-not-found"},
    refusal_row{"user-unknown-email", 404, 1001, "User {} not exist or not belong to this account.", "bpdl", refused,
                "user-not-found"},
    refusal_row{"user-elsewhere", 404, 1010, "User not belong to this account", "bpdl", refused,
                "user-of-another-account"},
    refusal_row{"group-unknown", 404, 4130, "Group does not exist: {}.", "bdlg", refused, "group-not-found"},
    refusal_row{"group-unknown-with-this", 404, 4130, "A group with this {} does not exist.", "bdlg", refused,
                "group-not-found"},
    refusal_row{"group-not-found", 404, 1001, "Group not found.", "b", refused, "user-not-found"},
    refusal_row{"account-unknown", 404, 2001, "This account does not exist or does not belong to you: {}.", "bdl",
                refused, "account-not-found"},
    refusal_row{"webinar-unknown", 404, 3001, "Webinar {} not found or has expired.", "bl", refused,
                "webinar-not-found"},
    refusal_row{"paid-only", 400, 200, "Only available for Paid account.", "bpdlg", refused, "paid-account-only"},
    refusal_row{"paid-only-in-a-200", 200, 200, "Only available for paid account:{}.", "bpdlg", refused,
                "paid-account-only"},
    refusal_row{"im-name-missing", 400, 300, "Missing field: name", "g", refused, "group-name-missing"},
    refusal_row{"im-group-unknown", 404, 4130, "Group does not exist:{}.", "g", refused, "group-not-found"},
    refusal_row{"im-group-unknown-older", 404, 4130, "IM Group not exist: {}", "g", refused, "group-not-found"},
    refusal_row{"im-name-in-use", 409, 4132, "Group name {} is already in use.", "g", refused, "group-name-taken"},
    refusal_row{"validation-failed", 400, 300, "Validation Failed.", "bpdlg", refused, "request-invalid"},
    refusal_row{"token-invalid", 401, 124, "Invalid access token.", "bpdlg", failed, "token-refused"},
    refusal_row{"token-invalid-400", 400, 124, "Invalid access token.", "bpdlg", failed, "token-refused"},
    refusal_row{"token-expired", 401, 124, "Access token is expired.", "bpdlg", failed, "token-refused"},
    refusal_row{"token-expired-400", 400, 124, "Access token is expired.", "bpdlg", failed, "token-refused"},
    refusal_row{"token-empty", 401, 4700, "Token cannot be empty.", "bpdlg", failed, "token-refused"},
    refusal_row{"scope-missing", 400, 4711, "Invalid access token, does not contain scopes:[{}].", "bpdlg", failed,
                "scope-missing"},
    refusal_row{"scope-missing-unnamed", 400, 4700, "Invalid access token, does not contain scopes.", "bpdlg", failed,
                "scope-missing"},
    refusal_row{"too-fast", 429, 429,
                "You have reached the maximum per-second rate limit for this API. Try again later.", "bpdlg", too_fast,
                "calls-too-fast"},
    refusal_row{"too-many-at-once", 429, 429, "Too many concurrent requests.", "d", too_fast, "calls-too-fast"},
    refusal_row{"path-unknown", 404, 2300, "This API endpoint is not recognized.", "bpdlg", refused,
                "target-not-found"},
    refusal_row{"daily-limit", 429, 429,
                "You have reached the maximum daily rate limit for this API. Refer to the response header for details "
                "on when you can make another request.",
                "bpdlg", daily_limit, "daily-limit-reached"},
};

api_result ask(zoom_client& client, char call) {
  switch (call) {
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

api_result result_for(zoom_conversation& zoom, const json& response, char call = 'b') {
  const char* const endpoint = call == 'b' ? "upload-background" : call == 'p' ? "upload-picture" : "show-settings";
  json script = {{"do", "answer"}, {"times", 0}, {"endpoint", endpoint}};
  script.update(response);
  zoom.server.set_faults(json::array({script}));
  const api_result result = ask(zoom.client, call);
  zoom.server.set_faults(json::array());
  return result;
}

}  // namespace

TEST_CASE("the stand-in refuses in the documented ways, and in no other") {
  zoom_server server;
  const json known = server.refusals();
  CHECK(known.size() == refusal_rows.size());
  for (const refusal_row& row : refusal_rows) {
    INFO(row.refusal);
    CHECK(std::count(known.begin(), known.end(),
                     json{{"name", row.refusal}, {"status", row.status}, {"code", row.code}, {"message", row.text}}) ==
          1);
  }
}

TEST_CASE("every documented refusal is understood, told as it was said, and comes with what to do") {
  zoom_conversation zoom;
  for (const refusal_row& row : refusal_rows) {
    for (const char call : row.calls) {
      INFO(row.refusal << ", asked for " << call);
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
      const api_result result = ask(zoom.client, call);
      zoom.server.set_faults(json::array());
      CHECK(result.kind == row.kind);
      CHECK(name_of(result.error) == row.outcome);
      CHECK(is_sentence(result.advice));
      CHECK(result.http_status == row.status);
      CHECK(result.code == row.code);
      std::string text{row.text};
      if (const std::size_t place = text.find("{}"); place != std::string::npos) {
        text.replace(place, 2, "it");
      }
      CHECK(result.message == text);
    }
  }
}

TEST_CASE("the codes of Zoom's OAuth mean the same whichever service gives them, with whichever status") {
  struct code_row {
    int code;
    std::string_view outcome;
    std::string_view advice;  ///< a part of it
  };
  constexpr std::array documented{code_row{4702, "client-refused", "ZOOM_CLIENT_SECRET"},
                                  code_row{4704, "client-refused", "ZOOM_CLIENT_SECRET"},
                                  code_row{4705, "app-of-another-type", "Server-to-Server OAuth"},
                                  code_row{4706, "client-refused", "ZOOM_CLIENT_ID"},
                                  code_row{4717, "app-disabled", "Switch the app on"},
                                  code_row{4735, "app-without-owner", "new owner"},
                                  code_row{4741, "token-refused", "credentials"}};
  for (const code_row& row : documented) {
    for (const int status : {400, 401, 403}) {
      INFO(row.code << " with status " << status);
      zoom_conversation zoom;
      const json body = {{"code", row.code}, {"reason", "Invalid request"}, {"message", "Invalid request"}};
      const api_result of_api = result_for(zoom, {{"status", status}, {"body", body}});
      zoom.server.set_faults(
          json::array({{{"do", "answer"}, {"endpoint", "token"}, {"status", status}, {"body", body}, {"times", 0}}}));
      zoom.clock.pass(std::chrono::hours{2});
      const api_result of_token_service = zoom.client.sign_in().what;
      for (const api_result& result : {of_api, of_token_service}) {
        CHECK(result.kind == failed);
        CHECK(name_of(result.error) == row.outcome);
        CHECK(result.code == row.code);
        CHECK(result.advice.find(row.advice) != std::string::npos);
      }
    }
  }
}

TEST_CASE("the fields that a validation names are told") {
  zoom_conversation zoom;
  const api_result result = result_for(zoom, {{"status", 400},
                                              {"body",
                                               {{"code", 300},
                                                {"message", "Validation Failed."},
                                                {"errors", {{{"field", "name"}, {"message", "Too long."}}}}}}});
  CHECK(name_of(result.error) == "request-invalid");
  CHECK(result.message == "Validation Failed. (name: Too long.)");
}

TEST_CASE("a code in quotes is the same code") {
  zoom_conversation zoom;
  const api_result result = result_for(zoom, {{"status", 400}, {"body", {{"code", "4711"}, {"message", "No."}}}});
  CHECK(name_of(result.error) == "scope-missing");
  CHECK(result.code == 4711);
  CHECK_FALSE(result_for(zoom, {{"status", 400}, {"body", R"({"code":18446744073709551615})"}}).code);
}

TEST_CASE("an undocumented response is shown whole, and on one line") {
  zoom_conversation zoom;
  const api_result result = result_for(zoom, {{"status", 418}, {"body", "I am\na teapot <b>!</b>"}});
  CHECK(result.kind == refused);
  CHECK(name_of(result.error) == "not-known");
  CHECK(result.message == "I am a teapot <b>!</b>");
  CHECK(is_sentence(result.advice));
  const api_result coded =
      result_for(zoom, {{"status", 400}, {"body", {{"code", 987654}, {"message", "Something new."}}}});
  CHECK(name_of(coded.error) == "not-known");
  CHECK(coded.code == 987654);
  CHECK(coded.message == "Something new.");
}

TEST_CASE("only the documented status is a success; an upload with another may be stored or not") {
  zoom_conversation zoom;
  for (const int status : {200, 202, 204}) {
    INFO(status);
    const char* const body = status == 202 ? R"({"id":"x"})" : status == 200 ? "{}" : "";
    const api_result result = result_for(zoom, {{"status", status}, {"body", body}});
    CHECK(result.kind == uncertain);
    CHECK(name_of(result.error) == "status-not-documented");
    CHECK(result_for(zoom, {{"status", status}, {"body", ""}}, 'p').kind == uncertain);
  }
  CHECK(result_for(zoom, {{"status", 201}, {"body", R"({"in_meeting":{}})"}}, 'l').kind == failed);
}

TEST_CASE("an error inside a success is an error") {
  zoom_conversation zoom;
  for (const int status : {200, 201}) {
    const api_result result =
        result_for(zoom, {{"status", status}, {"body", {{"code", 120}, {"message", "File size cannot exceed 15M."}}}});
    CHECK(result.kind == refused);
    CHECK(name_of(result.error) == "file-too-large");
  }
  const api_result unknown = result_for(zoom, {{"status", 201}, {"body", {{"code", 99}, {"message", "Odd."}}}});
  CHECK(unknown.kind == refused);
  CHECK(unknown.message == "Odd.");
}

TEST_CASE("a list that is no JSON object is a failure, not an empty list") {
  zoom_conversation zoom;
  for (const char* body : {"<html>", "[]", "", "{\"in_meeting\":"}) {
    INFO(body);
    const api_result result = result_for(zoom, {{"status", 200}, {"body", body}}, 'l');
    CHECK(result.kind == failed);
    CHECK(name_of(result.error) == "answer-unreadable");
  }
}

TEST_CASE("a redirect is not followed, least of all with the token") {
  zoom_conversation zoom;
  zoom_server elsewhere;
  const api_result result = result_for(
      zoom, {{"do", "redirect"}, {"status", 307}, {"location", elsewhere.api_url() + "/users/anna/settings"}});
  CHECK(result.kind == refused);
  CHECK(name_of(result.error) == "redirected");
  CHECK(result.message == "redirected to " + elsewhere.api_url() + "/users/anna/settings");
  CHECK(elsewhere.journal()["requests"].empty());
  CHECK(elsewhere.journal()["authorizations"].empty());
}

TEST_CASE("a page of a proxy is shown, and decides nothing about a file that was sent") {
  zoom_conversation zoom;
  const api_result sent = result_for(zoom, {{"do", "proxy-page"}, {"status", 502}, {"stored", true}});
  CHECK(sent.kind == uncertain);
  CHECK(name_of(sent.error) == "server-error");
  CHECK(sent.message.find("Bad gateway") != std::string::npos);
  CHECK(zoom.requests("upload-background") == 1);
  CHECK(result_for(zoom, {{"do", "proxy-page"}, {"status", 502}}, 'l').kind == failed);
}

TEST_CASE("a list decides only where it is the settings of backgrounds in their documented form") {
  zoom_conversation zoom;
  const json good = {{"in_meeting", {{"virtual_background_settings", {{"enable", true}}}}}};
  const auto with_files = [&](const json& files) {
    json body = good;
    body["in_meeting"]["virtual_background_settings"]["files"] = files;
    return body;
  };
  const auto asked = [&](const json& body) {
    zoom.server.set_faults(json::array(
        {{{"do", "answer"}, {"endpoint", "show-settings"}, {"status", 200}, {"times", 0}, {"body", body.dump()}}}));
    return zoom.client.backgrounds_of(anna);
  };
  CHECK(asked(good).value);
  CHECK(asked(with_files(json::array())).value);
  CHECK(asked(with_files({{{"id", "x"}}})).value->files.size() == 1);
  for (const json& body :
       {json::object(), json{{"in_meeting", json::object()}}, json{{"in_meeting", nullptr}},
        json{{"in_meeting", json::array()}}, json{{"in_meeting", {{"virtual_background_settings", json::array()}}}},
        with_files(nullptr), with_files("none"), with_files(json::object()), with_files({nullptr}),
        with_files({{{"id", "x"}}, "y"})}) {
    INFO(body.dump());
    const result_with<background_settings> result = asked(body);
    CHECK_FALSE(result.value);
    CHECK(result.what.kind == result_kind::failed);
    CHECK(name_of(result.what.error) == "answer-unreadable");
  }
}

TEST_CASE("a response of nothing but brackets costs neither time nor memory") {
  zoom_conversation zoom;
  for (const char bracket : {'[', '{'}) {
    zoom.server.set_faults(json::array({{{"do", "answer"},
                                         {"endpoint", "show-settings"},
                                         {"status", 200},
                                         {"times", 0},
                                         {"body", std::string(std::size_t{64} << 10, bracket)}}}));
    CHECK_FALSE(zoom.client.backgrounds_of(anna).value);
  }
  const auto start = std::chrono::steady_clock::now();
  CHECK(parsed(std::string(std::size_t{8} << 20, '[')).is_discarded());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{5});
  CHECK_FALSE(is_shallow_json(std::string(65, '[') + std::string(65, ']')));
  CHECK(is_shallow_json(std::string(64, '{') + std::string(64, '}')));
  CHECK(is_shallow_json("[\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\\\\\"]"));
  CHECK_FALSE(is_shallow_json("\"\\\\\"" + std::string(65, '[')));
  CHECK(parsed(std::string(1'000, '[') + std::string(1'000, ']')).is_discarded());
}

TEST_CASE("a 200 that names an id is evidence that a file is stored, and one without is not") {
  zoom_conversation zoom;
  const auto sent = [&](const char* body) {
    zoom.server.set_faults(json::array(
        {{{"do", "answer"}, {"endpoint", "upload-background"}, {"status", 200}, {"times", 0}, {"body", body}}}));
    return zoom.client.upload_background(anna, lobby());
  };
  const result_with<stored_file> stored = sent(R"({"id":"x","name":"lobby.png"})");
  CHECK(stored.what.ok());
  REQUIRE(stored.value);
  CHECK(stored.value->id == "x");
  CHECK(sent("{}").what.kind == result_kind::uncertain);
  CHECK(sent(R"({"id":""})").what.kind == result_kind::uncertain);
  CHECK(sent(R"({"code":200,"message":"Only available for Paid account.","id":"x"})").what.kind ==
        result_kind::refused);
}

TEST_CASE("the place of a picture is handed on, and a connection that ends inside a response is reported") {
  zoom_conversation zoom;
  CHECK_FALSE(zoom.client.upload_picture(anna, lobby()).location.empty());
  zoom.server.set_faults(json::array({{{"do", "drop-in-answer"}, {"endpoint", "show-settings"}, {"times", 0}}}));
  const api_result cut = zoom.client.backgrounds_of(anna).what;
  INFO(cut.message);
  CHECK(cut.message.find("the connection ended inside the response") != std::string::npos);
}
