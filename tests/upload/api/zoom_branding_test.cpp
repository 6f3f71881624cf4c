#include <chrono>
#include <string>
#include <vector>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight::upload;
using namespace preflight::test;

namespace {

const target webinar{target_kind::webinar, "98765"};

}  // namespace

TEST_CASE("a webinar's backgrounds and wallpaper are uploaded, listed and deleted") {
  zoom_conversation zoom{{{"webinars", {{"98765", zoom_server::json::object()}}}}};
  CHECK_FALSE(zoom.client.backgrounds_of(webinar).value.value().wallpaper);

  const auto sent = zoom.client.upload_background(webinar, lobby());
  REQUIRE(sent.value);
  CHECK(sent.what.zoom_id == sent.value->id);
  const api_result wallpaper = zoom.client.upload_picture(webinar, lobby());
  CHECK(wallpaper.ok());
  const background_settings branding = zoom.client.backgrounds_of(webinar).value.value();
  REQUIRE(branding.files.size() == 1);
  CHECK(branding.files.front().id == sent.value->id);
  CHECK(branding.files.front().name == "lobby.png");
  CHECK_FALSE(branding.files.front().bytes);
  CHECK(branding.wallpaper == wallpaper.zoom_id);

  CHECK(zoom.client.delete_backgrounds(webinar, std::vector{sent.value->id}).ok());
  CHECK(zoom.client.delete_picture(webinar).ok());
  const background_settings left = zoom.client.backgrounds_of(webinar).value.value();
  CHECK(left.files.empty());
  CHECK_FALSE(left.wallpaper);
}

TEST_CASE("a webinar that is not there is said to be so") {
  zoom_conversation zoom;
  for (const api_result& result :
       {zoom.client.backgrounds_of(webinar).what, zoom.client.upload_background(webinar, lobby()).what,
        zoom.client.upload_picture(webinar, lobby()), zoom.client.delete_picture(webinar)}) {
    CHECK(name_of(result.error) == "webinar-not-found");
    CHECK(result.code == 3001);
    CHECK(result.kind == result_kind::refused);
  }
}

TEST_CASE("branding in another form is no list") {
  for (const char* body : {"{}", R"({"virtual_backgrounds":{}})", R"({"virtual_backgrounds":[null]})",
                           R"({"wallpaper":{"id":"w"}})", R"({"virtual_backgrounds":[],"wallpaper":"w"})", "[]"}) {
    INFO(body);
    zoom_conversation zoom{{{"webinars", {{"98765", zoom_server::json::object()}}}}};
    zoom.server.set_faults(zoom_server::json::array(
        {{{"do", "answer"}, {"times", 0}, {"endpoint", "show-branding"}, {"status", 200}, {"body", body}}}));
    const auto listed = zoom.client.backgrounds_of(webinar);
    CHECK_FALSE(listed.value);
    CHECK(name_of(listed.what.error) == "answer-unreadable");
  }
}
