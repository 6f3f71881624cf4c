#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/text/formats/percent_encoding.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/multipart_form.hpp>
#include <preflight/upload/http/redaction.hpp>
#include <preflight/upload/request.hpp>

#include "harness/catch.hpp"

using namespace preflight;
using namespace preflight::upload;

namespace {

using variables = std::map<std::string, std::string>;

environment make_environment(variables values) {
  return [values = std::move(values)](const char* name) {
    const auto match = values.find(name);
    return match == values.end() ? std::nullopt : std::optional{match->second};
  };
}

const variables app{{"ZOOM_ACCOUNT_ID", "account"}, {"ZOOM_CLIENT_ID", "client"}, {"ZOOM_CLIENT_SECRET", "secret"}};

variables merged(variables set, const variables& more) {
  for (const auto& [name, value] : more) {
    set[name] = value;
  }
  return set;
}

class secret_file {
 public:
  explicit secret_file(std::string_view content) { std::ofstream{path_, std::ios::binary} << content; }
  secret_file(const secret_file&) = delete;
  secret_file& operator=(const secret_file&) = delete;
  ~secret_file() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static std::string unused_name() {
    std::string name = (std::filesystem::temp_directory_path() / "zoom-settings-XXXXXX").string();
    const int number = ::mkstemp(name.data());
    CHECK(number >= 0);
    ::close(number);
    return name;
  }
  std::string path_ = unused_name();
};

}  // namespace

TEST_CASE("a ready token comes before an app's credentials, and each value can be in a file") {
  CHECK(credentials_from(make_environment(app)).is_app());
  CHECK(credentials_from(make_environment(app)).client_secret == "secret");
  const credentials both = credentials_from(make_environment(merged(app, {{"ZOOM_ACCESS_TOKEN", "token"}})));
  CHECK_FALSE(both.is_app());
  CHECK(both.bearer == "token");
  const secret_file file{"from-a-file\r\n"};
  CHECK(credentials_from(make_environment({{"ZOOM_ACCESS_TOKEN_FILE", file.path()}})).bearer == "from-a-file");
  variables filed = app;
  filed.erase("ZOOM_CLIENT_SECRET");
  filed["ZOOM_CLIENT_SECRET_FILE"] = file.path();
  CHECK(credentials_from(make_environment(filed)).client_secret == "from-a-file");
}

TEST_CASE("credentials that are missing, doubled, unreadable or no word are refused without being shown") {
  const secret_file two_words{"hush hush"};
  const secret_file empty{"\n"};
  const secret_file endless{std::string(70'000, 'a')};
  const std::vector<std::pair<variables, std::string_view>> rows{
      {{}, "missing: ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET"},
      {{{"ZOOM_ACCOUNT_ID", "account"}, {"ZOOM_CLIENT_ID", "client"}}, "missing: ZOOM_CLIENT_SECRET"},
      {merged(app, {{"ZOOM_CLIENT_SECRET_FILE", two_words.path()}}),
       "both ZOOM_CLIENT_SECRET and ZOOM_CLIENT_SECRET_FILE"},
      {{{"ZOOM_ACCESS_TOKEN_FILE", "/nowhere/at/all"}}, "/nowhere/at/all"},
      {{{"ZOOM_ACCESS_TOKEN_FILE", "/"}}, "ZOOM_ACCESS_TOKEN_FILE"},
      {{{"ZOOM_ACCESS_TOKEN_FILE", two_words.path()}}, "must be one word"},
      {{{"ZOOM_ACCESS_TOKEN_FILE", empty.path()}}, "is empty"},
      {{{"ZOOM_ACCESS_TOKEN_FILE", endless.path()}}, "too long for a secret"},
      {{{"ZOOM_ACCESS_TOKEN", "hush\r\nX: y"}}, "ZOOM_ACCESS_TOKEN must be one word"},
      {{{"ZOOM_ACCESS_TOKEN", ""}}, "ZOOM_ACCESS_TOKEN is empty"},
  };
  for (const auto& [set, says] : rows) {
    INFO(says);
    try {
      static_cast<void>(credentials_from(make_environment(set)));
      FAIL("it was taken");
    } catch (const bad_settings& error) {
      const std::string text = error.what();
      CHECK(text.find(says) != std::string::npos);
      CHECK(text.find("hush") == std::string::npos);
    }
  }
}

TEST_CASE("addresses are https, or http of this machine alone") {
  CHECK(urls_from(make_environment({})).api == "https://api.zoom.us/v2");
  CHECK(urls_from(make_environment({})).oauth == "https://zoom.us/oauth/token");
  CHECK_FALSE(urls_from(make_environment({})).api_is_explicit);
  for (const char* url : {"https://api.zoomgov.com/v2", "http://127.0.0.1:8080/v2", "http://127.1.2.3/v2",
                          "http://[::1]:8080/v2", "http://localhost:1/v2", "HTTP://LOCALHOST/v2"}) {
    INFO(url);
    const service_urls urls =
        urls_from(make_environment({{"ZOOM_API_URL", std::string{url} + "/"}, {"ZOOM_OAUTH_URL", url}}));
    CHECK(urls.api == url);
    CHECK(urls.api_is_explicit);
    CHECK(urls.oauth == url);
  }
  for (const char* url :
       {"", "http://api.zoom.us/v2", "http://127.0.0.1.example.com/v2", "http://localhost.example.com/v2",
        "http://127.0.0.1@example.com/v2", "http://10.0.0.1/v2", "http://0.0.0.0/v2", "http://[::2]/v2",
        "ftp://127.0.0.1", "file:///etc/passwd", "https://user:pass@api.zoom.us/v2", "https://api.zoom.us/v2?x=y",
        "https://api.zoom.us/#x", "https://", "api.zoom.us", "127.0.0.1:80"}) {
    INFO(url);
    CHECK_THROWS_AS(urls_from(make_environment({{"ZOOM_API_URL", url}})), bad_settings);
    CHECK_THROWS_AS(urls_from(make_environment({{"ZOOM_OAUTH_URL", url}})), bad_settings);
  }
}

TEST_CASE("a target is read with and without its prefix, and written as it is read") {
  CHECK(parse_target("user:a@x.org") == target{target_kind::user, "a@x.org"});
  CHECK(parse_target("a@x.org") == target{target_kind::user, "a@x.org"});
  CHECK(parse_target("group:g") == target{target_kind::group, "g"});
  CHECK(parse_target("account:me") == target{target_kind::account, "me"});
  CHECK(parse_target("group:") == target{target_kind::group, ""});
  CHECK(parse_target("groups") == target{target_kind::user, "groups"});
  CHECK(parse_target("room:1") == target{target_kind::user, "room:1"});
  CHECK(parse_target("user:user:a") == target{target_kind::user, "user:a"});
  for (const char* text : {"user:a@x.org", "group:g", "account:me", "user:room:1", "user:"}) {
    CHECK(text_of(parse_target(text)) == text);
  }
}

TEST_CASE("a name that travels can end neither its quotes nor its header") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"lobby.png", "lobby.png"},
      {"a/b/lobby.png", "lobby.png"},
      {"C:\\a\\lobby.png", "lobby.png"},
      {"a\"b.png", "a_b.png"},
      {"a\r\nX: y.png", "a__X: y.png"},
      {std::string{"a\0b.png", 7}, "a_b.png"},
      {"caf\xC3\xA9.png", "caf\xC3\xA9.png"},
      {"bad\xFF.png", "bad_.png"},
      {"\xE2\x80\xAEgnp.exe", "_gnp.exe"},
      {"a;b=c%22.png", "a;b=c%22.png"},
      {"", "file"},
      {"a/", "file"},
      {"..", "file"},
      {"/", "file"},
      {std::string(300, 'x').append(".png"), std::string(196, 'x').append(".png")},
      {std::string(300, 'x'), std::string(200, 'x')},
  };
  for (const auto& [path, name] : rows) {
    INFO(path);
    CHECK(form_file_name(path) == name);
    CHECK(form_file_name(form_file_name(path)) == name);
  }
  std::string accents;
  for (int i = 0; i < 150; ++i) {
    accents += "\xC3\xA9";
  }
  const std::string cut = form_file_name(accents + ".jpeg");
  CHECK(cut.size() <= 200);
  CHECK(cut.ends_with("\xC3\xA9.jpeg"));
}

TEST_CASE("every call is as it is documented") {
  struct row {
    call which;
    std::string_view method;
    std::string_view path;
    rate_label label;
    int success;
    std::string_view classic;
    std::string_view granular;
  };
  using enum call;
  using enum rate_label;
  const std::array rows{
      row{upload_user_background, "POST", "/users/a%2Fb/settings/virtual_backgrounds", medium, 201, "user:write:admin",
          "user:write:virtual_background_files:admin"},
      row{upload_group_background, "POST", "/groups/a%2Fb/settings/virtual_backgrounds", medium, 201,
          "group:write:admin", "group:write:virtual_background_files:admin"},
      row{upload_account_background, "POST", "/accounts/a%2Fb/settings/virtual_backgrounds", medium, 201,
          "account:write:admin", "account:write:virtual_background_files:admin"},
      row{list_user_backgrounds, "GET", "/users/a%2Fb/settings", medium, 200, "user:read:admin",
          "user:read:settings:admin"},
      row{list_group_backgrounds, "GET", "/groups/a%2Fb/settings", medium, 200, "group:read:admin",
          "group:read:settings:admin"},
      row{list_account_backgrounds, "GET", "/accounts/a%2Fb/settings", medium, 200, "account:read:admin",
          "account:read:settings:admin"},
      row{delete_user_backgrounds, "DELETE", "/users/a%2Fb/settings/virtual_backgrounds", light, 204,
          "user:write:admin", "user:delete:virtual_background_files:admin"},
      row{delete_group_backgrounds, "DELETE", "/groups/a%2Fb/settings/virtual_backgrounds", light, 204,
          "group:write:admin", "group:delete:virtual_background_files:admin"},
      row{delete_account_backgrounds, "DELETE", "/accounts/a%2Fb/settings/virtual_backgrounds", light, 204,
          "account:write:admin", "account:delete:virtual_background_files:admin"},
      row{upload_picture, "POST", "/users/a%2Fb/picture", medium, 201, "user:write:admin",
          "user:write:profile_picture:admin"},
      row{delete_picture, "DELETE", "/users/a%2Fb/picture", medium, 204, "user:write:admin",
          "user:delete:profile_picture:admin"},
      row{upload_webinar_background, "POST", "/webinars/a%2Fb/branding/virtual_backgrounds", medium, 201,
          "webinar:write:admin", "webinar:write:branding_virtual_background:admin"},
      row{list_webinar_branding, "GET", "/webinars/a%2Fb/branding", medium, 200, "webinar:read:admin",
          "webinar:read:branding:admin"},
      row{delete_webinar_backgrounds, "DELETE", "/webinars/a%2Fb/branding/virtual_backgrounds", light, 204,
          "webinar:write:admin", "webinar:delete:branding_virtual_background:admin"},
      row{upload_wallpaper, "POST", "/webinars/a%2Fb/branding/wallpaper", medium, 201, "webinar:write:admin",
          "webinar:write:branding_wallpaper:admin"},
      row{delete_wallpaper, "DELETE", "/webinars/a%2Fb/branding/wallpaper", light, 204, "webinar:write:admin",
          "webinar:delete:branding_wallpaper:admin"},
      row{list_im_groups, "GET", "/im/groups", medium, 200, "imgroup:read:admin",
          "contact_group:read:list_groups:admin"},
      row{get_im_group, "GET", "/im/groups/a%2Fb", light, 200, "imgroup:read:admin", "contact_group:read:group:admin"},
      row{update_im_group, "PATCH", "/im/groups/a%2Fb", light, 204, "imgroup:write:admin",
          "contact_group:update:group:admin"},
  };
  CHECK(rows.size() == all_endpoints().size());
  for (const row& row : rows) {
    const endpoint& endpoint = endpoint_of(row.which);
    INFO(endpoint.what);
    CHECK(name_of(endpoint.method) == row.method);
    CHECK(path_of(endpoint, "a/b") == row.path);
    CHECK(endpoint.label == row.label);
    CHECK(endpoint.success == row.success);
    CHECK(suffices(row.classic, endpoint.scopes));
    CHECK(suffices(row.granular, endpoint.scopes));
    CHECK_FALSE(suffices("user:read:meeting:admin", endpoint.scopes));
  }
  using enum target_kind;
  CHECK(upload_call(group, purpose::background) == upload_group_background);
  CHECK(upload_call(user, purpose::picture) == upload_picture);
  CHECK(list_call(account) == list_account_backgrounds);
  CHECK(delete_call(account, purpose::background) == delete_account_backgrounds);
  CHECK(delete_call(user, purpose::picture) == delete_picture);
  CHECK(preflight::percent_encoded("j\xC3\xB6rg+x@y~._-") == "j%C3%B6rg%2Bx%40y~._-");
}

TEST_CASE("of secrets that are parts of each other nothing is left") {
  redaction secrets;
  CHECK(secrets.redact("nothing to hide") == "nothing to hide");
  secrets.add_secret("");
  secrets.add_secret("abc");
  secrets.add_secret("abcdef");
  secrets.add_secret("abc");
  CHECK(secrets.redact("xabcdefx abc ab") == "x[redacted]x [redacted] ab");
  CHECK(secrets.redact("abcabcdef") == "[redacted][redacted]");
}
