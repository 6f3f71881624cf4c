#include "routes.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "service/endpoints.hpp"

namespace zoom_server {

namespace {

using names = std::string_view;

// Classic first, then granular.
// clang-format off
constexpr std::array user_read{
    names{"user:read"}, names{"user:read:admin"}, names{"user:read:user"}, names{"user:read:user:admin"}};
constexpr std::array user_settings{
    names{"user:read"}, names{"user:read:admin"}, names{"user:read:settings"}, names{"user:read:settings:admin"}};
constexpr std::array user_upload{
    names{"user:write"}, names{"user:write:admin"}, names{"user:master"}, names{"user:write:virtual_background_files"},
    names{"user:write:virtual_background_files:admin"}, names{"user:write:virtual_background_files:master"}};
constexpr std::array user_delete{
    names{"user:write"}, names{"user:write:admin"}, names{"user:master"}, names{"user:delete:virtual_background_files"},
    names{"user:delete:virtual_background_files:admin"}, names{"user:delete:virtual_background_files:master"}};
constexpr std::array picture_upload{
    names{"user:write"}, names{"user:write:admin"}, names{"user:master"}, names{"user:write:profile_picture"},
    names{"user:write:profile_picture:admin"}, names{"user:write:profile_picture:master"}};
constexpr std::array picture_delete{
    names{"user:write"}, names{"user:write:admin"}, names{"user:master"}, names{"user:delete:profile_picture:admin"}};
constexpr std::array group_settings{names{"group:read:admin"}, names{"group:read:settings:admin"}};
constexpr std::array group_upload{
    names{"group:write:admin"}, names{"group:master"}, names{"group:write:virtual_background_files:admin"},
    names{"group:write:virtual_background_files:master"}};
constexpr std::array group_delete{
    names{"group:write:admin"}, names{"group:master"}, names{"group:delete:virtual_background_files:admin"},
    names{"group:delete:virtual_background_files:master"}};
constexpr std::array account_settings{names{"account:read:admin"}, names{"account:read:settings:admin"}};
constexpr std::array account_upload{
    names{"account:write:admin"}, names{"account:master"}, names{"account:write:virtual_background_files:admin"},
    names{"account:write:virtual_background_files:master"}};
constexpr std::array account_delete{
    names{"account:write:admin"}, names{"account:master"}, names{"account:delete:virtual_background_files:admin"},
    names{"account:delete:virtual_background_files:master"}};
constexpr std::array im_list{
    names{"imgroup:read:admin"}, names{"imgroup:master"}, names{"contact_group:read:list_groups:admin"},
    names{"contact_group:read:list_groups:master"}};
constexpr std::array im_show{
    names{"imgroup:read:admin"}, names{"imgroup:master"}, names{"contact_group:read:group:admin"},
    names{"contact_group:read:group:master"}};
constexpr std::array im_create{
    names{"imgroup:write:admin"}, names{"imgroup:master"}, names{"contact_group:write:group:admin"},
    names{"contact_group:write:group:master"}};
constexpr std::array im_update{
    names{"imgroup:write:admin"}, names{"imgroup:master"}, names{"contact_group:update:group:admin"},
    names{"contact_group:update:group:master"}};
constexpr std::array im_delete{
    names{"imgroup:write:admin"}, names{"imgroup:master"}, names{"contact_group:delete:group:admin"},
    names{"contact_group:delete:group:master"}};
constexpr std::array branding_read{names{"webinar:read"}, names{"webinar:read:admin"}, names{"webinar:read:branding"}, names{"webinar:read:branding:admin"}};
constexpr std::array branding_upload{
    names{"webinar:write"}, names{"webinar:write:admin"}, names{"webinar:write:branding_virtual_background"},
    names{"webinar:write:branding_virtual_background:admin"}, names{"webinar:write:branding_virtual_background:master"}};
constexpr std::array branding_delete{
    names{"webinar:write"}, names{"webinar:write:admin"}, names{"webinar:delete:branding_virtual_background"},
    names{"webinar:delete:branding_virtual_background:admin"}, names{"webinar:delete:branding_virtual_background:master"}};
constexpr std::array wallpaper_upload{
    names{"webinar:write"}, names{"webinar:write:admin"}, names{"webinar:write:branding_wallpaper"},
    names{"webinar:write:branding_wallpaper:admin"}, names{"webinar:write:branding_wallpaper:master"}};
constexpr std::array wallpaper_delete{
    names{"webinar:write"}, names{"webinar:write:admin"}, names{"webinar:delete:branding_wallpaper"},
    names{"webinar:delete:branding_wallpaper:admin"}, names{"webinar:delete:branding_wallpaper:master"}};
using enum target_kind;
using enum rate_label;
using namespace endpoints;

constexpr std::array routes{
    route{"show-settings", "GET", "users/{}/settings", user, medium, "", user_settings, show_settings},
    route{"upload-background", "POST", "users/{}/settings/virtual_backgrounds", user, medium, "file", user_upload, upload_background},
    route{"delete-backgrounds", "DELETE", "users/{}/settings/virtual_backgrounds", user, light, "", user_delete, delete_backgrounds},
    route{"show-settings", "GET", "groups/{}/settings", group, medium, "", group_settings, show_settings},
    route{"upload-background", "POST", "groups/{}/settings/virtual_backgrounds", group, medium, "file", group_upload, upload_background},
    route{"delete-backgrounds", "DELETE", "groups/{}/settings/virtual_backgrounds", group, light, "", group_delete, delete_backgrounds},
    route{"show-settings", "GET", "accounts/{}/settings", account, medium, "", account_settings, show_settings},
    route{"upload-background", "POST", "accounts/{}/settings/virtual_backgrounds", account, medium, "file", account_upload, upload_background},
    route{"delete-backgrounds", "DELETE", "accounts/{}/settings/virtual_backgrounds", account, light, "", account_delete, delete_backgrounds},

    route{"show-branding", "GET", "webinars/{}/branding", webinar, medium, "", branding_read, show_branding},
    route{"upload-background", "POST", "webinars/{}/branding/virtual_backgrounds", webinar, medium, "file", branding_upload, upload_background},
    route{"delete-backgrounds", "DELETE", "webinars/{}/branding/virtual_backgrounds", webinar, light, "", branding_delete, delete_backgrounds},
    route{"upload-wallpaper", "POST", "webinars/{}/branding/wallpaper", webinar, medium, "file", wallpaper_upload, upload_wallpaper},
    route{"delete-wallpaper", "DELETE", "webinars/{}/branding/wallpaper", webinar, light, "", wallpaper_delete, delete_wallpaper},

    route{"show-user", "GET", "users/{}", user, light, "", user_read, show_user},
    route{"upload-picture", "POST", "users/{}/picture", user, medium, "pic_file", picture_upload, upload_picture},
    route{"delete-picture", "DELETE", "users/{}/picture", user, medium, "", picture_delete, delete_picture},

    route{"list-im-groups", "GET", "im/groups", none, medium, "", im_list, list_im_groups},
    route{"create-im-group", "POST", "im/groups", none, light, "", im_create, create_im_group},
    route{"show-im-group", "GET", "im/groups/{}", im_group, light, "", im_show, show_im_group},
    route{"update-im-group", "PATCH", "im/groups/{}", im_group, light, "", im_update, update_im_group},
    route{"delete-im-group", "DELETE", "im/groups/{}", im_group, light, "", im_delete, delete_im_group},
};
// clang-format on

bool fits(std::string_view pattern, const std::vector<std::string>& path, routed& match) {
  const std::vector<std::string> expected = split(pattern, '/');
  if (path.size() != expected.size() + 1 || path.front() != "v2") {
    return false;
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string& given = path[i + 1];
    if (expected[i] == "{}") {
      match.id = given;
    } else if (expected[i] != given) {
      return false;
    }
    if (given.empty()) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::span<const route> all_routes() { return routes; }

bool is_endpoint(std::string_view name) {
  return name == token_endpoint || name == unknown_endpoint ||
         std::any_of(routes.begin(), routes.end(), [&](const route& route) { return route.name == name; });
}

bool is_target(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size() &&
         std::find(target_names.begin(), target_names.end(), text.substr(0, colon)) != target_names.end();
}

std::vector<std::string> administrator_scopes() {
  std::set<std::string> all;
  for (const route& route : routes) {
    for (const std::string_view scope : route.scopes) {
      if (scope.ends_with(":admin") && split(scope, ':').size() == 4) {
        all.emplace(scope);
      }
    }
  }
  return {all.begin(), all.end()};
}

routed find_route(const request& request) {
  for (const route& route : routes) {
    routed match;
    if (route.method == request.method && fits(route.path, request.path, match)) {
      match.route = &route;
      return match;
    }
  }
  return {};
}

}  // namespace zoom_server
