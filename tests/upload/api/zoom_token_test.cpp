#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/auth/detail/token_source.hpp>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using json = nlohmann::json;

namespace {

json token_answer(const json& api_result) {
  json fault = {{"do", "answer"}, {"endpoint", "token"}, {"times", 0}};
  fault.update(api_result);
  return json::array({fault});
}

}  // namespace

TEST_CASE("an app signs in once, and is told its scopes") {
  zoom_conversation zoom{{{"scopes", {"user:read:settings:admin", "user:write:virtual_background_files:admin"}}}};
  const result_with<session> signed_in = zoom.client.sign_in();
  REQUIRE(signed_in.value);
  CHECK(signed_in.value->is_app);
  CHECK(signed_in.value->granted == "user:read:settings:admin user:write:virtual_background_files:admin");
  CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
  CHECK(name_of(zoom.client.upload_background(own_account, lobby()).what.error) == "scope-missing");
  CHECK(zoom.requests("token") == 1);
}

TEST_CASE("a ready token is used as it is, and nobody is asked for another") {
  zoom_conversation zoom{{{"tokens", {{"a-ready-token", json::object()}}}}, bearer_credentials("a-ready-token")};
  const result_with<session> signed_in = zoom.client.sign_in();
  REQUIRE(signed_in.value);
  CHECK_FALSE(signed_in.value->is_app);
  CHECK_FALSE(signed_in.value->granted);
  CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
  zoom.server.set_faults(json::array({{{"do", "expire-token"}, {"times", 0}}}));
  const api_result refused = zoom.client.upload_background(anna, lobby()).what;
  CHECK(refused.kind == result_kind::failed);
  CHECK(name_of(refused.error) == "token-refused");
  CHECK(refused.http_status == 401);
  CHECK(refused.advice.find("ZOOM_ACCESS_TOKEN") != std::string::npos);
  CHECK(zoom.requests("token") == 0);
}

TEST_CASE("a token that runs out in the middle is renewed, and the upload sent once more") {
  zoom_conversation zoom;
  REQUIRE(zoom.client.sign_in().what.ok());
  zoom.server.set_faults(json::array({{{"do", "expire-token"}, {"endpoint", "upload-background"}}}));
  CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
  CHECK(zoom.requests("token") == 2);
  CHECK(zoom.requests("upload-background") == 2);
  CHECK(zoom.server.state()["users"]["anna@example.com"]["files"].size() == 1);
}

TEST_CASE("a token that is refused however new it is, is renewed once") {
  zoom_conversation zoom;
  zoom.server.set_faults(
      json::array({{{"do", "refuse"}, {"refusal", "token-invalid"}, {"endpoint", "upload-background"}, {"times", 0}}}));
  const api_result refused = zoom.client.upload_background(anna, lobby()).what;
  CHECK(refused.kind == result_kind::failed);
  CHECK(name_of(refused.error) == "token-refused");
  CHECK(zoom.requests("token") == 2);
  CHECK(zoom.requests("upload-background") == 2);
}

TEST_CASE("however many threads find the token refused, one of them renews it") {
  json users = json::object();
  for (int i = 0; i < 16; ++i) {
    users["person" + std::to_string(i) + "@example.com"] = json::object();
  }
  zoom_conversation zoom{{{"users", users}}};
  REQUIRE(zoom.client.sign_in().what.ok());
  // All sixteen arrive with the first token before any of them is told that it has run out.
  zoom.server.set_faults(
      json::array({{{"do", "hold-before-storing"}, {"endpoint", "upload-background"}, {"times", 16}}}));
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&zoom, &done, i] {
      const target target{target_kind::user, "person" + std::to_string(i) + "@example.com"};
      done += zoom.client.upload_background(target, lobby()).what.ok() ? 1 : 0;
    });
  }
  zoom.server.wait_until_held(16);
  zoom.server.clock({{"advance", 7200}});
  zoom.server.release();
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(done == 16);
  CHECK(zoom.requests("token") == 2);
  CHECK(zoom.requests("upload-background") == 32);
}

TEST_CASE("a token is renewed a minute before it runs out") {
  zoom_conversation zoom;
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  zoom.clock.pass(std::chrono::seconds{3539});
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  CHECK(zoom.requests("token") == 1);
  zoom.clock.pass(std::chrono::seconds{1});
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  CHECK(zoom.requests("token") == 2);
}

TEST_CASE("what the token service refuses is named, without the secret, and not asked again where it is final") {
  struct row {
    int status;
    const char* reason;
    const char* error;
    const char* outcome;
  };
  for (const row& test : std::array{
           row{400, "Invalid client_id or client_secret", "invalid_client", "client-refused"},
           row{401, "Invalid client_id or client_secret", "invalid_client", "client-refused"},
           row{400, "unsupported grant type", "unsupported_grant_type", "app-of-another-type"},
           row{400, "Bad Request", "invalid_request", "account-refused"},
           row{400, "Invalid Token!", "invalid_grant", "account-refused"},
           row{400, "The account does not exist rehearsal-secret", "", "account-refused"},
       }) {
    INFO(test.reason);
    zoom_conversation zoom;
    zoom.server.set_faults(
        token_answer({{"status", test.status}, {"body", {{"reason", test.reason}, {"error", test.error}}}}));
    const result_with<session> refused = zoom.client.sign_in();
    CHECK(refused.what.kind == result_kind::failed);
    CHECK(name_of(refused.what.error) == test.outcome);
    CHECK(refused.what.message.find(std::string{test.reason}.substr(0, 15)) == 0);
    CHECK(refused.what.message.find("rehearsal-secret") == std::string::npos);
    CHECK_FALSE(refused.value);
    CHECK(name_of(zoom.client.upload_background(anna, lobby()).what.error) == test.outcome);
    CHECK(zoom.requests("token") == 1);
    CHECK(zoom.requests("upload-background") == 0);
  }
}

TEST_CASE("wrong credentials are refused by the stand-in as by Zoom") {
  zoom_server server;
  manual_clock clock;
  credentials wrong = app_credentials();
  wrong.client_secret = "another-secret";
  zoom_client client{wrong, options_for(server), clock};
  CHECK(name_of(client.sign_in().what.error) == "client-refused");
  wrong = app_credentials();
  wrong.account_id = "another-account";
  zoom_client stranger{wrong, options_for(server), clock};
  CHECK(name_of(stranger.sign_in().what.error) == "account-refused");
}

TEST_CASE(
    "a token service that is down, or answers with something other than a token, is asked again by the next call") {
  zoom_conversation zoom;
  zoom.server.set_faults(token_answer({{"status", 503}, {"body", "<html>"}}));
  CHECK(name_of(zoom.client.sign_in().what.error) == "server-error");
  for (const char* body :
       {"<html>", "{}", R"({"access_token":""})", R"({"access_token":7})", R"({"access_token":"a b"})"}) {
    INFO(body);
    zoom.server.set_faults(token_answer({{"status", 200}, {"body", body}}));
    const api_result unreadable = zoom.client.sign_in().what;
    CHECK(unreadable.kind == result_kind::failed);
    CHECK(name_of(unreadable.error) == "token-unreadable");
  }
  zoom.server.set_faults(json::array());
  CHECK(zoom.client.sign_in().what.ok());
}

TEST_CASE("the address in a token's answer counts only where none was set and it is Zoom's own over https") {
  zoom_conversation zoom;
  zoom_server elsewhere;
  zoom.server.change({{"api_url", elsewhere.url()}});
  CHECK(zoom.client.backgrounds_of(anna).what.ok());
  CHECK(elsewhere.journal()["requests"].empty());

  // Not set, so the usual address stands unless the answer's own is believed; neither is this stand-in.
  client_options options = options_for(zoom.server);
  options.urls.api_is_explicit = false;
  for (const std::string& told :
       {elsewhere.url(), std::string{"https://zoom.us.example.com"}, std::string{"https://evilzoom.us"},
        std::string{"http://api.zoom.us"}, std::string{"https://a@example.com/?zoom.us"}, std::string{"nonsense"}}) {
    INFO(told);
    zoom.server.change({{"api_url", told}});
    zoom_client client{app_credentials(), options, zoom.clock};
    CHECK(client.backgrounds_of(anna).what.ok());
  }
  CHECK(elsewhere.journal()["requests"].empty());
}

TEST_CASE("an address of Zoom itself is believed, and no other") {
  for (const auto& [told, used] : {std::pair{"https://api.zoom.us", "https://api.zoom.us/v2"},
                                   {"https://api-eu.zoom.us/", "https://api-eu.zoom.us/v2"},
                                   {"https://zoom.us", "https://zoom.us/v2"},
                                   {"https://API-US.Zoom.US", "https://API-US.Zoom.US/v2"},
                                   {"https://api.zoomgov.com/v2", "https://api.zoomgov.com/v2"}}) {
    INFO(told);
    CHECK(trusted_api_url(told) == used);
  }
  for (const char* told :
       {"", "https://", "http://api.zoom.us", "https://zoom.us.example.com", "https://evilzoom.us",
        "https://zoom.us@a.b", "https://a:b@zoom.us", "https://zoom.us?x", "https://zoom.us#x", "ftp://zoom.us",
        "//zoom.us", "zoom.us", "https://example.com/zoom.us", "https://127.0.0.1"}) {
    INFO(told);
    CHECK_FALSE(trusted_api_url(told));
  }
}

TEST_CASE("neither token nor secret is in anything that is logged or said") {
  zoom_conversation zoom;
  const std::string echo = "the secret is rehearsal-secret, the header cmVoZWFyc2FsLWNsaWVudDpyZWhlYXJzYWwtc2VjcmV0";
  CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
  zoom.server.set_faults(json::array({{{"do", "answer"},
                                       {"endpoint", "show-settings"},
                                       {"status", 400},
                                       {"body", echo},
                                       {"headers", {{"x-zm-trackingid", echo}}}}}));
  const api_result result = zoom.client.backgrounds_of(anna).what;
  CHECK(result.message == "the secret is [redacted], the header [redacted]");
  CHECK(result.tracking_id == result.message);
  const std::string log = zoom.log.text();
  CHECK(log.find("POST /users/anna%40example.com/settings/virtual_backgrounds: 201") != std::string::npos);
  CHECK(log.find("x-zm-trackingid") != std::string::npos);
  CHECK(log.find("rehearsal-secret") == std::string::npos);
  CHECK(log.find("cmVoZWFyc2FsLWNsaWVudDpyZWhlYXJzYWwtc2VjcmV0") == std::string::npos);
  CHECK(log.find("access_token") == std::string::npos);
  CHECK(log.find("Bearer ") == std::string::npos);
}

TEST_CASE("nothing is shown of a response that may hold a token, unless it is the documented one") {
  zoom_conversation zoom;
  for (const char* body : {R"({"access_token":"a-new-token"})", R"({"data":{"access_token":"a-new-token"}})",
                           R"({"access_token":"a\u002dnew-token")", "access_token=a-new-token"}) {
    INFO(body);
    zoom.server.set_faults(token_answer({{"status", 201}, {"body", body}}));
    const api_result result = zoom.client.sign_in().what;
    CHECK(result.kind == result_kind::failed);
    CHECK(result.message == "a response with a token in it");
  }
  zoom.server.set_faults(
      token_answer({{"status", 201}, {"body", {{"access_token", "a-new-token"}, {"message", "Take a-new-token."}}}}));
  CHECK(zoom.client.sign_in().what.message == "Take [redacted].");
}

TEST_CASE("a secret is not shown in part where a long response is cut, and not in the id of a response for support") {
  zoom_conversation zoom{{{"tokens", {{"a-ready-token", json::object()}}}}, bearer_credentials("a-ready-token")};
  const std::string body = std::string(16'380, 'x').append("a-ready-token");
  zoom.server.set_faults(json::array({{{"do", "answer"}, {"status", 418}, {"body", body}}}));
  const std::string message = zoom.client.backgrounds_of(anna).what.message;
  CHECK(message == std::string(16'380, 'x').append("[red..."));
  zoom.server.set_faults(json::array({{{"do", "answer"},
                                       {"status", 200},
                                       {"body", {{"in_meeting", {{"virtual_background_settings", json::object()}}}}},
                                       {"headers", {{"x-zm-trackingid", "of a-ready-token"}}}}}));
  const api_result done = zoom.client.backgrounds_of(anna).what;
  CHECK(done.ok());
  CHECK(done.tracking_id == "of [redacted]");
}

TEST_CASE("a token that a response repeats is not shown") {
  zoom_conversation zoom{{{"tokens", {{"a-ready-token", json::object()}}}}, bearer_credentials("a-ready-token")};
  zoom.server.set_faults(json::array({{{"do", "redirect"}, {"location", "https://example.com/?t=a-ready-token"}}}));
  CHECK(zoom.client.backgrounds_of(anna).what.message == "redirected to https://example.com/?t=[redacted]");
  CHECK(zoom.log.text().find("a-ready-token") == std::string::npos);
}
