#include <preflight/upload/auth/credentials.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <preflight/text/base64.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/response/read_json.hpp>

namespace preflight::upload {
namespace {

constexpr std::size_t max_secret_bytes = std::size_t{64} << 10;

/// A value without the end of a line after it, as editors and `echo` leave one.
std::string checked(std::string value, const std::string& origin) {
  value.erase(value.find_last_not_of(" \t\r\n") + 1);
  if (!is_one_word(value)) {
    throw bad_settings{origin + (value.empty() ? " is empty" : " must be one word of printable ASCII")};
  }
  return value;
}

std::string content_of(const std::string& path, const std::string& variable) {
  std::ifstream file{path, std::ios::binary};
  std::string text(max_secret_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max(file.gcount(), std::streamsize{0})));
  if (file.bad() || (text.empty() && !file.eof())) {
    throw bad_settings{"cannot read the file named by " + variable + ": " + path};
  }
  if (text.size() > max_secret_bytes) {
    throw bad_settings{"the file named by " + variable + " is too long for a secret: " + path};
  }
  return text;
}

/// The value of NAME, or of the file that NAME_FILE names; empty where neither is set.
std::string value_of(const environment& variables, const std::string& name) {
  const std::string file_name = name + "_FILE";
  const std::optional<std::string> value = variables(name.c_str());
  const std::optional<std::string> file = variables(file_name.c_str());
  if (value && file) {
    throw bad_settings{"both " + name + " and " + file_name + " are set; set one of them"};
  }
  if (file) {
    return checked(content_of(*file, file_name), "the file named by " + file_name);
  }
  return value ? checked(*value, name) : std::string{};
}

std::string url_of(const environment& variables, const char* name, std::string usual) {
  const std::optional<std::string> given = variables(name);
  if (!given) {
    return usual;
  }
  std::string url = *given;
  while (url.ends_with('/')) {
    url.pop_back();
  }
  if (!is_allowed_url(url)) {
    throw bad_settings{std::string{name} +
                       " must be an https URL, or an http URL of this machine (127.0.0.1, [::1], localhost), without "
                       "user, query or fragment"};
  }
  return url;
}

}  // namespace

bool is_one_word(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

std::optional<std::string> of_process(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

credentials credentials_from(const environment& variables) {
  credentials found;
  found.bearer = value_of(variables, "ZOOM_ACCESS_TOKEN");
  found.account_id = value_of(variables, "ZOOM_ACCOUNT_ID");
  found.client_id = value_of(variables, "ZOOM_CLIENT_ID");
  found.client_secret = value_of(variables, "ZOOM_CLIENT_SECRET");
  if (!found.bearer.empty()) {
    return found;
  }
  std::string missing;
  for (const auto& [name, value] : {std::pair{"ZOOM_ACCOUNT_ID", &found.account_id},
                                    {"ZOOM_CLIENT_ID", &found.client_id},
                                    {"ZOOM_CLIENT_SECRET", &found.client_secret}}) {
    if (value->empty()) {
      missing += (missing.empty() ? "" : ", ") + std::string{name};
    }
  }
  if (!missing.empty()) {
    throw bad_settings{
        "no credentials: set ZOOM_ACCESS_TOKEN, or ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and "
        "ZOOM_CLIENT_SECRET (each also as ..._FILE); missing: " +
        missing};
  }
  return found;
}

std::string account_of(const credentials& app) {
  if (!app.account_id.empty()) {
    return app.account_id;
  }
  // RFC 7519, section 3, with the claim that Zoom's tokens have.
  std::string claims = app.bearer.substr(std::min(app.bearer.find('.') + 1, app.bearer.size()));
  claims.erase(std::min(claims.find('.'), claims.size()));
  std::ranges::replace(claims, '-', '+');
  std::ranges::replace(claims, '_', '/');
  claims.append((4 - claims.size() % 4) % 4, '=');
  return text_in(parsed(from_base64(claims).value_or("")), "aid");
}

service_urls urls_from(const environment& variables) {
  service_urls found;
  found.api_is_explicit = variables("ZOOM_API_URL").has_value();
  found.api = url_of(variables, "ZOOM_API_URL", found.api);
  found.oauth = url_of(variables, "ZOOM_OAUTH_URL", found.oauth);
  return found;
}

}  // namespace preflight::upload
