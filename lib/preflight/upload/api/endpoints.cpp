#include <preflight/upload/api/endpoints.hpp>

#include <algorithm>
#include <functional>

#include <preflight/text/formats/percent_encoding.hpp>

namespace preflight::upload {
namespace {

using std::string_view;

constexpr auto scopes = [](auto... names) { return std::array<string_view, sizeof...(names)>{names...}; };

// The classic scopes first, then the granular ones: Zoom, "OAuth scopes" and "Granular scopes", read on 2026-11-22.
constexpr auto write_user =
    scopes("user:write", "user:write:admin", "user:master", "user:write:virtual_background_files",
           "user:write:virtual_background_files:admin", "user:write:virtual_background_files:master");
constexpr auto delete_user =
    scopes("user:write", "user:write:admin", "user:master", "user:delete:virtual_background_files",
           "user:delete:virtual_background_files:admin", "user:delete:virtual_background_files:master");
constexpr auto read_user = scopes("user:read", "user:read:admin", "user:read:settings", "user:read:settings:admin");
constexpr auto write_group = scopes("group:write:admin", "group:master", "group:write:virtual_background_files:admin",
                                    "group:write:virtual_background_files:master");
constexpr auto delete_group = scopes("group:write:admin", "group:master", "group:delete:virtual_background_files:admin",
                                     "group:delete:virtual_background_files:master");
constexpr auto read_group = scopes("group:read:admin", "group:read:settings:admin");
constexpr auto write_account =
    scopes("account:write:admin", "account:master", "account:write:virtual_background_files:admin",
           "account:write:virtual_background_files:master");
constexpr auto delete_account =
    scopes("account:write:admin", "account:master", "account:delete:virtual_background_files:admin",
           "account:delete:virtual_background_files:master");
constexpr auto read_account = scopes("account:read:admin", "account:read:settings:admin");
constexpr auto write_picture = scopes("user:write", "user:write:admin", "user:master", "user:write:profile_picture",
                                      "user:write:profile_picture:admin", "user:write:profile_picture:master");
constexpr auto erase_picture =
    scopes("user:write", "user:write:admin", "user:master", "user:delete:profile_picture:admin");
constexpr auto write_webinar =
    scopes("webinar:write", "webinar:write:admin", "webinar:write:branding_virtual_background",
           "webinar:write:branding_virtual_background:admin", "webinar:write:branding_virtual_background:master");
constexpr auto delete_webinar =
    scopes("webinar:write", "webinar:write:admin", "webinar:delete:branding_virtual_background",
           "webinar:delete:branding_virtual_background:admin", "webinar:delete:branding_virtual_background:master");
constexpr auto read_webinar =
    scopes("webinar:read", "webinar:read:admin", "webinar:read:branding", "webinar:read:branding:admin");
constexpr auto write_wallpaper =
    scopes("webinar:write", "webinar:write:admin", "webinar:write:branding_wallpaper",
           "webinar:write:branding_wallpaper:admin", "webinar:write:branding_wallpaper:master");
constexpr auto erase_wallpaper =
    scopes("webinar:write", "webinar:write:admin", "webinar:delete:branding_wallpaper",
           "webinar:delete:branding_wallpaper:admin", "webinar:delete:branding_wallpaper:master");
constexpr auto list_groups = scopes("imgroup:read:admin", "imgroup:master", "contact_group:read:list_groups:admin",
                                    "contact_group:read:list_groups:master");
constexpr auto get_group =
    scopes("imgroup:read:admin", "imgroup:master", "contact_group:read:group:admin", "contact_group:read:group:master");
constexpr auto update_group = scopes("imgroup:write:admin", "imgroup:master", "contact_group:update:group:admin",
                                     "contact_group:update:group:master");
using enum call;
using enum method;
using enum rate_label;

constexpr string_view user_path = "/users/{}/settings/virtual_backgrounds";
constexpr string_view group_path = "/groups/{}/settings/virtual_backgrounds";
constexpr string_view account_path = "/accounts/{}/settings/virtual_backgrounds";

constexpr string_view webinar_path = "/webinars/{}/branding/virtual_backgrounds";
constexpr string_view wallpaper_path = "/webinars/{}/branding/wallpaper";

constexpr auto table = std::to_array<endpoint>({
    {upload_user_background, "upload a background for a user", post, user_path, medium, 201, write_user, "file"},
    {upload_group_background, "upload a background for a group", post, group_path, medium, 201, write_group, "file"},
    {upload_account_background, "upload a background for an account", post, account_path, medium, 201, write_account,
     "file"},
    {upload_webinar_background, "upload a background for a webinar", post, webinar_path, medium, 201, write_webinar,
     "file"},
    {list_user_backgrounds, "list the backgrounds of a user", get, "/users/{}/settings", medium, 200, read_user},
    {list_group_backgrounds, "list the backgrounds of a group", get, "/groups/{}/settings", medium, 200, read_group},
    {list_account_backgrounds, "list the backgrounds of an account", get, "/accounts/{}/settings", medium, 200,
     read_account},
    {list_webinar_branding, "list the branding of a webinar", get, "/webinars/{}/branding", medium, 200, read_webinar},
    {delete_user_backgrounds, "delete backgrounds of a user", erase, user_path, light, 204, delete_user},
    {delete_group_backgrounds, "delete backgrounds of a group", erase, group_path, light, 204, delete_group},
    {delete_account_backgrounds, "delete backgrounds of an account", erase, account_path, light, 204, delete_account},
    {delete_webinar_backgrounds, "delete backgrounds of a webinar", erase, webinar_path, light, 204, delete_webinar},
    {upload_picture, "upload a user's picture", post, "/users/{}/picture", medium, 201, write_picture, "pic_file"},
    // No document states the status; 204 is what a response without a body has everywhere else.
    {delete_picture, "delete a user's picture", erase, "/users/{}/picture", medium, 204, erase_picture},
    {upload_wallpaper, "upload a webinar's wallpaper", post, wallpaper_path, medium, 201, write_wallpaper, "file"},
    {delete_wallpaper, "delete a webinar's wallpaper", erase, wallpaper_path, light, 204, erase_wallpaper},
    {list_im_groups, "list the directory groups", get, "/im/groups", medium, 200, list_groups},
    {get_im_group, "read a directory group", get, "/im/groups/{}", light, 200, get_group},
    {update_im_group, "change a directory group", patch, "/im/groups/{}", light, 204, update_group},
});

// In the order of the calls, and complete.
static_assert(std::ranges::adjacent_find(table, std::ranges::greater_equal{}, &endpoint::id) == table.end() &&
              table.size() == call_count);

call at(call of_users, target_kind kind) {
  return static_cast<call>(static_cast<std::size_t>(of_users) + static_cast<std::size_t>(kind));
}

}  // namespace

const endpoint& endpoint_of(call api_call) { return table[static_cast<std::size_t>(api_call)]; }
std::span<const endpoint> all_endpoints() { return table; }

const endpoint* endpoint_for(const target& recipient, purpose use) {
  return takes(recipient.kind, use) && can_be_segment(recipient.id) ? &endpoint_of(upload_call(recipient.kind, use))
                                                                    : nullptr;
}
call upload_call(target_kind kind, purpose use) {
  return use == purpose::picture             ? upload_picture
         : use == purpose::webinar_wallpaper ? upload_wallpaper
                                             : at(upload_user_background, kind);
}
call list_call(target_kind kind) { return at(list_user_backgrounds, kind); }
call delete_call(target_kind kind, purpose use) {
  return use == purpose::picture             ? delete_picture
         : use == purpose::webinar_wallpaper ? delete_wallpaper
                                             : at(delete_user_backgrounds, kind);
}

std::string path_of(const endpoint& entry, string_view id) {
  const std::size_t place = entry.path.find("{}");
  if (place == string_view::npos) {
    return std::string{entry.path};
  }
  return std::string{entry.path.substr(0, place)}.append(percent_encoded(id)).append(entry.path.substr(place + 2));
}

}  // namespace preflight::upload
