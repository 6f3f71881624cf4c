#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/response/circuit_breaker.hpp>

#include "harness/catch.hpp"
#include "upload/api/raw_server.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using json = nlohmann::json;

namespace {

/// A file that fills more than any buffer on its way.
std::vector<unsigned char> large_file() {
  std::vector<unsigned char> bytes(8'000'000);
  std::copy(small_png().begin(), small_png().end(), bytes.begin());
  return bytes;
}

std::size_t stored_for_anna(zoom_conversation& zoom) {
  return zoom.server.state()["users"]["anna@example.com"]["files"].size();
}

client_options options_for(const raw_server& server) {
  client_options made;
  made.urls = {server.url(), server.url(), true};
  return made;
}

json always(json fault) {
  fault["times"] = 0;
  return json::array({std::move(fault)});
}

}  // namespace

TEST_CASE("an upload whose connection breaks after its last byte is lost, and never sent again") {
  // A connection that was kept open is where libraries like to try again by themselves.
  for (const bool is_kept : {false, true}) {
    for (const char* fault : {"drop-before-storing", "drop-after-storing", "drop-in-head"}) {
      for (const bool reset : {false, true}) {
        INFO(fault << (reset ? ", reset" : "") << (is_kept ? ", on a connection that was kept open" : ""));
        zoom_conversation zoom;
        REQUIRE(zoom.client.sign_in().what.ok());
        if (is_kept) {
          REQUIRE(zoom.client.backgrounds_of(anna).what.ok());
        }
        zoom.server.set_faults(
            always({{"do", fault}, {"endpoint", "upload-background"}, {"reset", reset}, {"bytes", 5}}));
        const result_with<stored_file> sent = zoom.client.upload_background(anna, lobby());
        CHECK(sent.what.kind == result_kind::uncertain);
        CHECK(name_of(sent.what.error) == "no-answer");
        CHECK(sent.what.http_status == 0);
        CHECK_FALSE(sent.what.message.empty());
        CHECK_FALSE(sent.value);
        CHECK(zoom.requests("upload-background") == 1);
        zoom.server.set_faults(json::array());
        const bool was_stored = std::string{fault} != "drop-before-storing";
        CHECK(zoom.client.backgrounds_of(anna).value.value().files.size() == (was_stored ? 1 : 0));
      }
    }
  }
}

TEST_CASE("an upload that stopped before its last byte was not carried out, and may be sent again") {
  const std::vector<unsigned char> bytes = large_file();
  for (const char* fault : {"drop-before-body", "drop-in-body"}) {
    INFO(fault);
    zoom_conversation zoom;
    zoom.server.set_faults(json::array({{{"do", fault}, {"endpoint", "upload-background"}, {"bytes", 1000}}}));
    const result_with<stored_file> sent = zoom.client.upload_background(anna, {bytes, "large.png", "image/png"});
    INFO(sent.what.message << '\n' << zoom.log.text());
    CHECK(sent.what.kind == result_kind::done);
    CHECK(stored_for_anna(zoom) == 1);
    CHECK(zoom.clock.long_waits().size() == 1);

    zoom.server.set_faults(always({{"do", fault}, {"endpoint", "upload-background"}, {"bytes", 1000}}));
    const result_with<stored_file> again = zoom.client.upload_background(anna, {bytes, "large.png", "image/png"});
    CHECK(again.what.kind == result_kind::failed);
    CHECK(stored_for_anna(zoom) == 1);
  }
}

TEST_CASE("a connection that the server ends during an upload is not sent on, even where nothing resets it") {
  const raw_server server{end_without_answer};
  manual_clock clock;
  zoom_client client{bearer_credentials("a-token"), options_for(server), clock};
  const std::vector<unsigned char> bytes = large_file();
  const api_result sent = client.upload_background(anna, {bytes, "large.png", "image/png"}).what;
  CHECK(sent.kind == result_kind::failed);
  CHECK(name_of(sent.error) == "no-answer");
  CHECK(sent.message == "the server closed the connection without a response");
  CHECK(clock.long_waits().size() == 2);
}

TEST_CASE("a picture whose response is lost is lost, too; that it may be repeated is for the caller to know") {
  zoom_conversation zoom;
  zoom.server.set_faults(always({{"do", "drop-after-storing"}, {"endpoint", "upload-picture"}}));
  CHECK(zoom.client.upload_picture(anna, lobby()).kind == result_kind::uncertain);
  CHECK(zoom.requests("upload-picture") == 1);
}

TEST_CASE("a server's error after an upload is lost; one after a list is tried again, and then a failure") {
  zoom_conversation zoom;
  for (const int status : {500, 502, 503, 504}) {
    zoom.server.set_faults(always({{"do", "answer"}, {"endpoint", "upload-background"}, {"status", status}}));
    CHECK(zoom.client.upload_background(anna, lobby()).what.kind == result_kind::uncertain);
  }
  CHECK(zoom.requests("upload-background") == 4);
  zoom.server.set_faults(
      json::array({{{"do", "answer"}, {"endpoint", "show-settings"}, {"status", 502}, {"times", 2}}}));
  CHECK(zoom.client.backgrounds_of(anna).what.kind == result_kind::done);
  CHECK(zoom.requests("show-settings") == 3);
  zoom.server.set_faults(always({{"do", "answer"}, {"endpoint", "show-settings"}, {"status", 502}}));
  const api_result given_up = zoom.client.backgrounds_of(anna).what;
  CHECK(given_up.kind == result_kind::failed);
  CHECK(name_of(given_up.error) == "server-error");
  CHECK(zoom.requests("show-settings") == 6);
}

TEST_CASE("a list whose response is cut off is requested again") {
  zoom_conversation zoom;
  for (const char* fault : {"drop-after-storing", "drop-in-head", "drop-in-answer"}) {
    INFO(fault);
    zoom.server.set_faults(json::array({{{"do", fault}, {"endpoint", "show-settings"}, {"bytes", 20}}}));
    CHECK(zoom.client.backgrounds_of(anna).what.kind == result_kind::done);
  }
}

TEST_CASE("on a connection that the server ends between two calls nothing is sent twice") {
  zoom_conversation zoom;
  zoom.server.set_faults(always({{"do", "close-after-answer"}}));
  std::size_t done = 0;
  for (std::size_t i = 1; i <= 8; ++i) {
    // Whether the end is seen before the next request is under way is a race, and its loser may have been stored.
    const api_result sent = zoom.client.upload_background(anna, lobby()).what;
    INFO(sent.message);
    CHECK((sent.kind == result_kind::done || sent.kind == result_kind::uncertain));
    done += sent.ok() ? 1U : 0U;
    CHECK(zoom.requests("upload-background") <= i);
    CHECK(stored_for_anna(zoom) >= done);
  }
  CHECK(done > 0);
}

TEST_CASE("a proxy hears nothing of what goes to this machine over http") {
  zoom_conversation zoom;
  zoom_server proxy;
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
    ::setenv(name, proxy.url().c_str(), 1);
  }
  const api_result sent = zoom.client.upload_background(anna, lobby()).what;
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
    ::unsetenv(name);
  }
  CHECK(sent.ok());
  CHECK(proxy.journal()["requests"].empty());
}

TEST_CASE("a response that does not end is given up") {
  zoom_conversation zoom;
  client_options options = options_for(zoom.server);
  options.whole_call = std::chrono::milliseconds{300};
  zoom_client impatient{app_credentials(), options, zoom.clock};
  REQUIRE(impatient.sign_in().what.ok());
  zoom.server.set_faults(
      always({{"do", "slow-answer"}, {"endpoint", "upload-background"}, {"bytes", 1}, {"milliseconds", 60'000}}));
  const api_result sent = impatient.upload_background(anna, lobby()).what;
  CHECK(sent.kind == result_kind::uncertain);
  CHECK(zoom.requests("upload-background") == 1);
  zoom.server.set_faults(
      always({{"do", "slow-answer"}, {"endpoint", "show-settings"}, {"bytes", 1}, {"milliseconds", 60'000}}));
  CHECK(impatient.backgrounds_of(anna).what.kind == result_kind::failed);
}

TEST_CASE("a response longer than any is not read to its end") {
  const raw_server server{answer_without_end};
  manual_clock clock;
  zoom_client client{bearer_credentials("a-token"), options_for(server), clock};
  const api_result listed = client.backgrounds_of(anna).what;
  CHECK(listed.kind == result_kind::failed);
  CHECK(name_of(listed.error) == "answer-unreadable");
}

TEST_CASE("what is not HTTP is not a response") {
  zoom_conversation zoom;
  for (const char* text : {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 9", "HTTP/1.1 201 Created\r\nContent-Le"}) {
    INFO(text);
    zoom.server.set_faults(always({{"do", "raw-answer"}, {"endpoint", "upload-background"}, {"text", text}}));
    CHECK(zoom.client.upload_background(anna, lobby()).what.kind == result_kind::uncertain);
  }
}

TEST_CASE("where nobody listens nothing was sent") {
  manual_clock clock;
  client_options options;
  options.urls = {"http://127.0.0.1:1/v2", "http://127.0.0.1:1/oauth/token", true};
  zoom_client client{bearer_credentials("a-token"), options, clock};
  const api_result sent = client.upload_background(anna, lobby()).what;
  CHECK(sent.kind == result_kind::failed);
  CHECK(name_of(sent.error) == "no-answer");
  CHECK(sent.message.find("127.0.0.1") != std::string::npos);
  CHECK(clock.long_waits().size() == 2);
}

TEST_CASE("what the token or the account lacks is not asked about for every target") {
  const auto& [refusal, outcome] =
      GENERATE(std::pair{"scope-missing", "scope-missing"}, std::pair{"paid-only", "paid-account-only"});
  zoom_conversation zoom;
  json once{{"do", "refuse"}, {"endpoint", "show-settings"}, {"nth", 2}, {"refusal", refusal}};
  json from_then_on{{"do", "refuse"}, {"endpoint", "show-settings"}, {"nth", 4}, {"refusal", refusal}, {"times", 0}};
  zoom.server.set_faults(json::array({std::move(once), std::move(from_then_on)}));
  std::vector<api_result> results;
  for (int i = 0; i < 12; ++i) {
    results.push_back(zoom.client.backgrounds_of(anna).what);
  }
  CHECK(results.at(2).ok());
  CHECK(zoom.requests("show-settings") == 8);
  CHECK(results.at(7).http_status == 400);
  CHECK(results.at(11).http_status == 0);
  CHECK(name_of(results.at(11).error) == outcome);
  CHECK(results.at(11).kind == results.at(7).kind);
  CHECK(results.at(11).code == results.at(7).code);
  CHECK(results.at(11).message ==
        "Skipped: Zoom rejected this request type 5 times in a row: " + results.at(7).message);
  zoom.server.set_faults(json::array());
  CHECK(zoom.client.backgrounds_of(staff).what.ok());
  CHECK(zoom.client.upload_background(anna, lobby()).what.ok());
  CHECK_FALSE(zoom.client.backgrounds_of(anna).what.ok());
}

TEST_CASE("what the token or the account lacks counts in a row only, and another refusal ends the row") {
  circuit_breaker breaker;
  const auto record = [&](api_error error, int times) {
    api_result refused;
    refused.kind = result_kind::refused;
    refused.error = error;
    for (int i = 0; i < times; ++i) {
      breaker.record(call::list_user_backgrounds, refused);
    }
  };
  record(api_error::scope_missing, 4);
  record(api_error::user_not_found, 1);
  record(api_error::scope_missing, 4);
  CHECK_FALSE(breaker.known_result(call::list_user_backgrounds));
  record(api_error::paid_account_only, 1);
  CHECK(breaker.known_result(call::list_user_backgrounds));
  CHECK_FALSE(breaker.known_result(call::upload_user_background));
}
