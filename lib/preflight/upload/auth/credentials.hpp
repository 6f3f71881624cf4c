#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace preflight::upload {

/// Who calls: a ready token, or an app (Server-to-Server OAuth) that asks for its tokens itself.
struct credentials {
  std::string bearer{};  ///< empty for an app
  std::string account_id{};
  std::string client_id{};
  std::string client_secret{};

  [[nodiscard]] bool is_app() const { return bearer.empty(); }
};

/// Whose these are: the account that is set, or that a token names which is a JSON Web Token of Zoom; empty where
/// neither says.
[[nodiscard]] std::string account_of(const credentials& app);

/// Where the service is. `api_is_explicit`: a token's own api_url then counts for nothing.
struct service_urls {
  std::string api = "https://api.zoom.us/v2";
  std::string oauth = "https://zoom.us/oauth/token";
  bool api_is_explicit = false;
};

/// The environment, or in tests something else; nothing where a variable is not set.
using environment = std::function<std::optional<std::string>(const char* name)>;
[[nodiscard]] std::optional<std::string> of_process(const char* name);

/// Whether a value can be a token or a secret: printable ASCII without spaces.
[[nodiscard]] bool is_one_word(std::string_view value);

/// Thrown where the credentials or addresses are missing, contradict each other or cannot be read. The text holds no
/// secret and says what to set.
class bad_settings : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// ZOOM_ACCESS_TOKEN, or ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET; each also as …_FILE, the name of a
/// file with the value. Throws bad_settings.
[[nodiscard]] credentials credentials_from(const environment& variables);
/// ZOOM_API_URL and ZOOM_OAUTH_URL; https, or http to a loopback address only. Throws bad_settings.
[[nodiscard]] service_urls urls_from(const environment& variables);

}  // namespace preflight::upload
