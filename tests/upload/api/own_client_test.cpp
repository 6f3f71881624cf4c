#include <string>
#include <utility>
#include <vector>

#include <preflight/text/formats/percent_encoding.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/multipart_form.hpp>
#include <preflight/upload/response/classify.hpp>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight::upload;
using namespace preflight::test;

namespace {

result_with<stored_file> answer(int status, std::string_view body,
                                const std::vector<std::pair<std::string, std::string>>& headers = {}) {
  return classify(status, headers, body);
}

}  // namespace

TEST_CASE("the meanings of code 120 are told apart by their texts") {
  const std::vector<std::pair<const char*, api_error>> rows{
      {"No file uploaded, verify that a file has been uploaded.", api_error::no_file_arrived},
      {"No file uploaded. Verify that a file has been uploaded.", api_error::no_file_arrived},
      {"File size cannot exceed 15M.", api_error::file_too_large},
      {"File size cannot exceed 2M.", api_error::file_too_large},
      {"A maximum of 10 files are allowed for a user.", api_error::too_many_files},
      {"Only jpg/jpeg, gif or png image file can be uploaded.", api_error::format_not_accepted},
      {"Only jpg/jpeg or png image file can be uploaded.", api_error::format_not_accepted},
      {R"(File uploads must be in \"jpg/jpeg\", \"gif\", or \"png\" file format.)", api_error::format_not_accepted},
      {"Failed to upload file.", api_error::upload_failed},
      {"File is empty.", api_error::empty_file},
      {"", api_error::no_file_arrived},
      {"Something new.", api_error::not_known},
  };
  for (const auto& [message, error] : rows) {
    INFO(message);
    const auto [result, stored] = answer(400, std::string{R"({"code":120,"message":")"} + message + "\"}");
    CHECK(result.error == error);
    CHECK(result.kind == (error == api_error::upload_failed ? result_kind::failed : result_kind::refused));
    CHECK(result.code == 120);
    CHECK_FALSE(stored);
  }
}

TEST_CASE("only what certainly was stored is done, and what may have been is uncertain") {
  const auto created = answer(201, R"({"id":"f1","name":"a.png","size":"12"})", {{"X-ZM-TrackingId", "v=2"}});
  REQUIRE(created.value);
  CHECK(created.value->id == "f1");
  CHECK(created.value->bytes == 12U);
  CHECK(created.what.tracking_id == "v=2");
  CHECK(answer(200, R"({"id":"f1"})").value);
  CHECK(answer(201, "").value.value().id.empty());
  CHECK(answer(200, R"({"code":200,"message":"Only available for Paid account."})").what.error ==
        api_error::paid_account_only);
  for (const int status : {0, 200, 202, 500, 503}) {
    INFO(status);
    CHECK(answer(status, "").what.kind == result_kind::uncertain);
    CHECK_FALSE(answer(status, "").value);
  }
  CHECK(answer(429, "", {{"Retry-After", "1"}}).what.kind == result_kind::too_fast);
  CHECK(answer(429, "", {{"X-RateLimit-Type", "Daily-limit"}}).what.kind == result_kind::daily_limit);
}

TEST_CASE("an upload goes to an endpoint of its target, or to none") {
  const endpoint* const entry = endpoint_for(anna, purpose::background);
  REQUIRE(entry != nullptr);
  CHECK(path_of(*entry, anna.id) == "/users/anna%40example.com/settings/virtual_backgrounds");
  CHECK(entry->field == "file");
  CHECK(endpoint_for(anna, purpose::picture)->field == "pic_file");
  CHECK(endpoint_for({target_kind::group, "g"}, purpose::picture) == nullptr);
  for (const char* id : {"", ".", ".."}) {
    CHECK(endpoint_for({target_kind::user, id}, purpose::background) == nullptr);
  }
  CHECK(preflight::percent_encoded("a b/\xC3\xA9~%") == "a%20b%2F%C3%A9~%25");
}

TEST_CASE("a form's boundary occurs nowhere in the file, and its name ends no header") {
  const std::string content = "media-preflight-0 media-preflight-1- media-preflight-2-\r\n--";
  const std::vector<unsigned char> bytes{content.begin(), content.end()};
  const multipart_form form = make_form("file", "/home/anna/a\r\n\"b.png", "image/png", bytes);
  const std::string boundary = form.content_type.substr(form.content_type.find('=') + 1);
  CHECK(content.find(boundary) == std::string::npos);
  CHECK(form.body.find("filename=\"a___b.png\"\r\n") != std::string::npos);
  CHECK(form.body.ends_with(content + "\r\n--" + boundary + "--\r\n"));
}

TEST_CASE("the stand-in takes the form, and its refusals are told apart") {
  zoom_conversation zoom;
  http client{{}};
  // rehearsal-client:rehearsal-secret
  const exchange signed_in =
      client.send({.method = "POST",
                   .url = zoom.server.oauth_url(),
                   .authorization = "Basic cmVoZWFyc2FsLWNsaWVudDpyZWhlYXJzYWwtc2VjcmV0",
                   .body = {.content_type = "application/x-www-form-urlencoded",
                            .text = "grant_type=account_credentials&account_id=rehearsal-account"}});
  REQUIRE(signed_in.response);
  INFO(signed_in.response->status << signed_in.response->body);
  REQUIRE(signed_in.response->status == 200);
  const std::string bearer =
      "Bearer " + std::string{zoom_server::json::parse(signed_in.response->body)["access_token"]};
  const endpoint* const entry = endpoint_for(anna, purpose::background);
  const auto post = [&](const multipart_form& form) {
    const exchange done = client.send({.method = std::string{name_of(entry->method)},
                                       .url = zoom.server.api_url() + path_of(*entry, anna.id),
                                       .authorization = bearer,
                                       .body = {.content_type = form.content_type, .text = form.body}});
    REQUIRE(done.response);
    return classify(done.response->status, done.response->headers, done.response->body);
  };
  const auto [result, stored] = post(make_form(entry->field, "photos/lobby.png", "image/png", small_png()));
  REQUIRE(stored);
  CHECK(stored->name == "lobby.png");
  CHECK(stored->bytes == small_png().size());
  CHECK(zoom.client.backgrounds_of(anna).value.value().files.front().id == stored->id);
  CHECK(post(make_form("wrong", "lobby.png", "image/png", small_png())).what.error == api_error::no_file_arrived);
  CHECK(post(make_form(entry->field, "lobby.png", "image/png", {})).what.error == api_error::no_file_arrived);
}
