#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/http/multipart_form.hpp>

#include "harness/catch.hpp"
#include "upload/api/zoom_calls.hpp"

using namespace preflight;
using namespace preflight::upload;
using namespace preflight::test;
using json = nlohmann::json;

TEST_CASE("a background is uploaded, listed and deleted, for each kind of target") {
  zoom_conversation zoom;
  for (const target& target : {anna, staff, own_account}) {
    INFO(text_of(target));
    const result_with<stored_file> sent = zoom.client.upload_background(target, lobby());
    CHECK(sent.what.kind == result_kind::done);
    CHECK(sent.what.http_status == 201);
    CHECK_FALSE(sent.what.tracking_id.empty());
    REQUIRE(sent.value);
    CHECK_FALSE(sent.value->id.empty());
    CHECK(sent.value->name == "lobby.png");
    CHECK(sent.value->bytes == small_png().size());
    CHECK_FALSE(sent.value->is_video);

    const result_with<background_settings> listed = zoom.client.backgrounds_of(target);
    REQUIRE(listed.value);
    REQUIRE(listed.value->files.size() == 1);
    CHECK(listed.value->files.front().id == sent.value->id);
    CHECK(listed.value->files.front().bytes == small_png().size());

    const std::vector<std::string> ids{sent.value->id};
    const api_result gone = zoom.client.delete_backgrounds(target, ids);
    CHECK(gone.kind == result_kind::done);
    CHECK(gone.http_status == 204);
    CHECK(zoom.client.backgrounds_of(target).value.value().files.empty());
  }
}

TEST_CASE("several backgrounds are deleted in one call") {
  zoom_conversation zoom;
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(zoom.client.upload_background(anna, lobby()).value.value().id);
  }
  ids.pop_back();
  CHECK(zoom.client.delete_backgrounds(anna, ids).ok());
  CHECK(zoom.client.backgrounds_of(anna).value.value().files.size() == 1);
  CHECK(zoom.requests("delete-backgrounds") == 1);
}

TEST_CASE("a picture is uploaded and deleted, whether the response is empty or an empty object") {
  for (const bool is_empty : {false, true}) {
    zoom_conversation zoom{{{"picture_answer_empty", is_empty}}};
    const api_result sent = zoom.client.upload_picture(anna, lobby());
    CHECK(sent.kind == result_kind::done);
    CHECK(sent.http_status == 201);
    CHECK(zoom.server.state()["users"]["anna@example.com"]["picture"].is_object());
    CHECK(zoom.client.delete_picture(anna).ok());
    CHECK(zoom.server.state()["users"]["anna@example.com"]["picture"].is_null());
  }
}

TEST_CASE("what the settings say about backgrounds is told, and what they do not say is not") {
  zoom_conversation zoom{
      {{"users",
        {{"anna@example.com", {{"enable", false}, {"allow_videos", false}, {"allow_upload_custom", false}}}}}}};
  const result_with<background_settings> off = zoom.client.backgrounds_of(anna);
  REQUIRE(off.value);
  CHECK(off.value->enabled == false);
  CHECK(off.value->videos_allowed == false);
  CHECK(off.value->uploads_allowed == false);
  const result_with<background_settings> on = zoom.client.backgrounds_of(staff);
  REQUIRE(on.value);
  CHECK(on.value->enabled == true);
  CHECK(on.value->videos_allowed == true);

  zoom.server.set_faults(
      json::array({{{"do", "answer"},
                    {"endpoint", "show-settings"},
                    {"body", {{"in_meeting", {{"virtual_background_settings", json::object()}}}}}}}));
  const result_with<background_settings> silent = zoom.client.backgrounds_of(anna);
  REQUIRE(silent.value);
  CHECK_FALSE(silent.value->enabled);
  CHECK_FALSE(silent.value->videos_allowed);
  CHECK_FALSE(silent.value->uploads_allowed);
  CHECK(silent.value->files.empty());
}

TEST_CASE("a size is read as a number and as a text, and a missing id is no failure") {
  for (const bool as_text : {false, true}) {
    zoom_conversation zoom{{{"sizes_as_text", as_text}}};
    CHECK(zoom.client.upload_background(anna, lobby()).value.value().bytes == small_png().size());
    CHECK(zoom.client.backgrounds_of(anna).value.value().files.front().bytes == small_png().size());
  }
  zoom_conversation zoom;
  zoom.server.set_faults(
      json::array({{{"do", "edit-answer"}, {"endpoint", "upload-background"}, {"patch", {{"id", nullptr}}}}}));
  const result_with<stored_file> sent = zoom.client.upload_background(anna, lobby());
  CHECK(sent.what.ok());
  REQUIRE(sent.value);
  CHECK(sent.value->id.empty());
  CHECK(sent.value->name == "lobby.png");
  CHECK_FALSE(sent.what.message.empty());
}

TEST_CASE("a 201 whose body is no JSON, or is cut, is stored all the same, without an id") {
  zoom_conversation zoom;
  const std::vector<json> scripts{
      {{"do", "answer"}, {"endpoint", "upload-background"}, {"status", 201}, {"stored", true}, {"body", "<html>"}},
      {{"do", "drop-in-answer"}, {"endpoint", "upload-background"}, {"bytes", 5}}};
  for (const json& script : scripts) {
    INFO(script);
    zoom.server.set_faults(json::array({script}));
    const result_with<stored_file> sent = zoom.client.upload_background(anna, lobby());
    CHECK(sent.what.kind == result_kind::done);
    REQUIRE(sent.value);
    CHECK(sent.value->id.empty());
  }
  CHECK(zoom.requests("upload-background") == 2);
}

TEST_CASE("names arrive as part_name made them, in quotes and as UTF-8") {
  zoom_conversation zoom;
  for (const std::string_view path : {"C:\\pictures\\caf\xC3\xA9 \"blue\".png", "../x;y=z.png", "a\r\nb: c.png"}) {
    const std::string name = form_file_name(path);
    INFO(name);
    const result_with<stored_file> sent = zoom.client.upload_background(anna, {small_png(), name, "image/png"});
    REQUIRE(sent.value);
    CHECK(sent.value->name == name);
  }
  CHECK(zoom.server.journal()["files_received"][0]["name"] == "caf\xC3\xA9 _blue_.png");
}

TEST_CASE("the bytes that arrive are the bytes that were given, up to 15 MiB") {
  zoom_conversation zoom;
  std::vector<unsigned char> bytes(std::size_t{15} << 20);
  std::uint32_t noise = 1;
  for (unsigned char& byte : bytes) {
    noise = noise * 1664525 + 1013904223;
    byte = static_cast<unsigned char>(noise >> 24);
  }
  std::copy(small_png().begin(), small_png().end(), bytes.begin());
  const result_with<stored_file> sent = zoom.client.upload_background(anna, {bytes, "noise.png", "image/png"});
  CHECK(sent.what.ok());
  CHECK(zoom.server.journal()["files_received"][0]["size"] == bytes.size());
}

TEST_CASE("before a first byte leaves the caller is told, for each try, and can still stop it") {
  zoom_conversation zoom;
  std::vector<std::size_t> seen;
  upload_payload file = lobby();
  file.before = [&] { seen.push_back(zoom.requests("upload-background")); };
  zoom.server.set_faults(json::array({{{"do", "too-fast"}, {"endpoint", "upload-background"}}}));
  CHECK(zoom.client.upload_background(anna, file).what.ok());
  CHECK(seen == std::vector<std::size_t>{0, 1});

  file.before = [] { throw std::runtime_error{"the disk is full"}; };
  CHECK_THROWS_WITH(zoom.client.upload_background(anna, file), "the disk is full");
  CHECK(zoom.requests("upload-background") == 2);
}

TEST_CASE("directory groups are listed, read and changed, as JSON and as a form") {
  zoom_conversation zoom;
  const result_with<std::vector<im_group>> all = zoom.client.im_groups();
  REQUIRE(all.value);
  CHECK(all.value->size() == 2);
  for (const form_encoding encoding : {form_encoding::json, form_encoding::multipart}) {
    const std::string name = encoding == form_encoding::json ? "Sales 1" : "Sales \"2\" \xC3\xA9";
    const api_result changed = zoom.client.update_im_group("sales",
                                                           {.name = name,
                                                            .type = "restricted",
                                                            .search_by_domain = "true",
                                                            .search_by_account = "false",
                                                            .search_by_ma_account = "true"},
                                                           encoding);
    CHECK(changed.kind == result_kind::done);
    CHECK(changed.http_status == 204);
    const result_with<im_group> now = zoom.client.im_group_of("sales");
    REQUIRE(now.value);
    CHECK(now.value->name == name);
    CHECK(now.value->type == "restricted");
    CHECK(now.value->members == 1);
    CHECK(now.value->search_by_domain == true);
    CHECK(now.value->search_by_account == false);
    CHECK(now.value->search_by_ma_account == true);
  }
  CHECK(name_of(zoom.client.update_im_group("nobody", {.name = "X"}).error) == "group-not-found");
  const api_result taken = zoom.client.update_im_group("sales", {.name = "Press"});
  CHECK(name_of(taken.error) == "group-name-taken");
  CHECK(taken.http_status == 409);
  CHECK(taken.code == 4132);
}

TEST_CASE("one token serves many calls") {
  zoom_conversation zoom;
  for (int i = 0; i < 5; ++i) {
    CHECK(zoom.client.backgrounds_of(anna).what.ok());
  }
  CHECK(zoom.requests("token") == 1);
  CHECK(zoom.requests("show-settings") == 5);
}

TEST_CASE("the log has a line for each call that fails, or for each, or more, as it is asked for") {
  zoom_conversation zoom;
  const auto with_log = [&](log_level most) {
    captured_log log;
    client_options options = options_for(zoom.server);
    options.log = log.sink();
    options.most_detail = most;
    zoom_client client{app_credentials(), options, zoom.clock};
    CHECK(client.backgrounds_of(anna).what.ok());
    CHECK_FALSE(client.backgrounds_of({target_kind::user, "nobody@example.com"}).what.ok());
    return log.text();
  };
  const std::string failed = with_log(log_level::error);
  CHECK(failed.starts_with("GET /users/nobody%40example.com/settings: 404"));
  CHECK(failed.find("user-not-found, code 1001: ") != std::string::npos);
  CHECK(std::count(failed.begin(), failed.end(), '\n') == 1);
  const std::string text = with_log(log_level::info);
  CHECK(text.starts_with("GET /users/anna%40example.com/settings: 200"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  const std::string more = with_log(log_level::debug);
  CHECK(more.find(zoom.server.api_url() + "/users/anna%40example.com/settings in ") != std::string::npos);
  CHECK(std::count(more.begin(), more.end(), '\n') == 4);
}
