#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "service/clock.hpp"
#include "service/limits.hpp"
#include "service/media.hpp"

namespace zoom_server {

struct stored_file {
  std::string id;
  std::string name;
  std::uint64_t size = 0;
  std::string sha256;  ///< empty where the file was seeded without bytes
  bool is_video = false;
  bool is_default = false;
  std::chrono::steady_clock::time_point since{};
};

struct backgrounds {
  bool switched_on = true;  ///< in_meeting.virtual_background
  bool enable = true;
  bool allow_videos = true;
  bool allow_upload_custom = true;
  std::vector<stored_file> files;
};

struct user {
  std::string id;
  std::string email;
  zoom_server::backgrounds backgrounds;
  std::optional<stored_file> picture;
};

struct group {
  std::string id;
  std::string name;
  zoom_server::backgrounds backgrounds;
};

struct webinar {
  zoom_server::backgrounds backgrounds;
  std::optional<stored_file> wallpaper;
};

struct im_group {
  std::string id;
  std::string name;
  std::string type = "normal";
  bool search_by_domain = false;
  bool search_by_account = false;
  bool search_by_ma_account = false;
  std::vector<std::string> members;  ///< e-mail addresses
};

struct token {
  std::vector<std::string> scopes;
  std::int64_t ends = 0;  ///< seconds; the token is good until then
  std::string user;       ///< of a user-level app: whom `me` means; empty with Server-to-Server OAuth
};

/// What may differ from account to account, and what is not known of the live service.
struct settings {
  std::string account_id = "rehearsal-account";
  std::string client_id = "rehearsal-client";
  std::string client_secret = "rehearsal-secret";
  zoom_server::plan plan = zoom_server::plan::pro;
  bool limits = true;
  bool paid = true;
  bool any_target = false;  ///< users and groups are created when they are first named
  bool sizes_as_text = false;
  bool picture_answer_empty = false;
  std::uint64_t list_lag_ms = 0;  ///< how long a list lacks a file that was stored
  bool repacks = false;           ///< a stored file gets another name and size
  std::uint64_t background_bytes = 15'728'640;
  std::uint64_t picture_bytes = 2'097'152;
  std::uint64_t files_per_target = 10;
  std::int64_t token_seconds = 3600;
  std::vector<std::string> scopes;
  std::string api_url;  ///< in the response of the token endpoint
};

/// Everything the service knows.
struct world {
  zoom_server::settings settings;
  zoom_server::clock clock;
  limiter limits;
  std::map<std::string, user> users;  ///< by e-mail address
  std::map<std::string, group> groups;
  std::map<std::string, webinar> webinars;
  zoom_server::backgrounds account_backgrounds;
  std::map<std::string, im_group> im_groups;
  std::map<std::string, token, std::less<>> tokens;
  std::uint64_t last_id = 0;

  /// A name as opaque as Zoom's, and the same in every run.
  [[nodiscard]] std::string new_id();
  [[nodiscard]] user* find_user(const std::string& id_or_email);
  [[nodiscard]] group* find_group(const std::string& id);
  [[nodiscard]] webinar* find_webinar(const std::string& id);
};

/// Merges what a test or a rehearsal says about the account into the world. Throws json::exception and
/// std::invalid_argument, and leaves what it did until then.
void seed(world& into, const json& wishes);
/// The same in the other direction, with the SHA-256 of every stored file.
[[nodiscard]] json described(const world& state);

}  // namespace zoom_server
