#include <preflight/upload/api/endpoints.hpp>

namespace preflight::upload {
namespace {

using std::string_view;

// The classic scopes first, then the granular ones: Zoom, "OAuth scopes" and "Granular scopes", read on 2026-11-22.
constexpr std::array write_user_background{string_view{"user:write"},
                                           string_view{"user:write:admin"},
                                           string_view{"user:master"},
                                           string_view{"user:write:virtual_background_files"},
                                           string_view{"user:write:virtual_background_files:admin"},
                                           string_view{"user:write:virtual_background_files:master"}};
constexpr std::array delete_user_background{string_view{"user:write"},
                                            string_view{"user:write:admin"},
                                            string_view{"user:master"},
                                            string_view{"user:delete:virtual_background_files"},
                                            string_view{"user:delete:virtual_background_files:admin"},
                                            string_view{"user:delete:virtual_background_files:master"}};
constexpr std::array read_user{string_view{"user:read"}, string_view{"user:read:admin"},
                               string_view{"user:read:settings"}, string_view{"user:read:settings:admin"}};
constexpr std::array write_group_background{string_view{"group:write:admin"}, string_view{"group:master"},
                                            string_view{"group:write:virtual_background_files:admin"},
                                            string_view{"group:write:virtual_background_files:master"}};
constexpr std::array delete_group_background{string_view{"group:write:admin"}, string_view{"group:master"},
                                             string_view{"group:delete:virtual_background_files:admin"},
                                             string_view{"group:delete:virtual_background_files:master"}};
constexpr std::array read_group{string_view{"group:read:admin"}, string_view{"group:read:settings:admin"}};
constexpr std::array write_account_background{string_view{"account:write:admin"}, string_view{"account:master"},
                                              string_view{"account:write:virtual_background_files:admin"},
                                              string_view{"account:write:virtual_background_files:master"}};
constexpr std::array delete_account_background{string_view{"account:write:admin"}, string_view{"account:master"},
                                               string_view{"account:delete:virtual_background_files:admin"},
                                               string_view{"account:delete:virtual_background_files:master"}};
constexpr std::array read_account{string_view{"account:read:admin"}, string_view{"account:read:settings:admin"}};
constexpr std::array write_picture{string_view{"user:write"},
                                   string_view{"user:write:admin"},
                                   string_view{"user:master"},
                                   string_view{"user:write:profile_picture"},
                                   string_view{"user:write:profile_picture:admin"},
                                   string_view{"user:write:profile_picture:master"}};
constexpr std::array erase_picture{string_view{"user:write"}, string_view{"user:write:admin"},
                                   string_view{"user:master"}, string_view{"user:delete:profile_picture:admin"}};
constexpr std::array list_groups{string_view{"imgroup:read:admin"}, string_view{"imgroup:master"},
                                 string_view{"contact_group:read:list_groups:admin"},
                                 string_view{"contact_group:read:list_groups:master"}};
constexpr std::array get_group{string_view{"imgroup:read:admin"}, string_view{"imgroup:master"},
                               string_view{"contact_group:read:group:admin"},
                               string_view{"contact_group:read:group:master"}};
constexpr std::array update_group{string_view{"imgroup:write:admin"}, string_view{"imgroup:master"},
                                  string_view{"contact_group:update:group:admin"},
                                  string_view{"contact_group:update:group:master"}};
constexpr std::array list_members{string_view{"imgroup:read:admin"}, string_view{"imgroup:master"},
                                  string_view{"contact_group:read:list_members:admin"},
                                  string_view{"contact_group:read:list_members:master"}};
constexpr std::array add_members{string_view{"imgroup:write:admin"}, string_view{"imgroup:master"},
                                 string_view{"contact_group:write:member:admin"},
                                 string_view{"contact_group:write:member:master"}};

using enum call;
using enum rate_label;

constexpr string_view user_backgrounds = "/users/{}/settings/virtual_backgrounds";
constexpr string_view group_backgrounds = "/groups/{}/settings/virtual_backgrounds";
constexpr string_view account_backgrounds = "/accounts/{}/settings/virtual_backgrounds";

constexpr std::array table{
    endpoint{upload_user_background, "upload a background for a user", method::post, user_backgrounds, medium, 201,
             write_user_background},
    endpoint{upload_group_background, "upload a background for a group", method::post, group_backgrounds, medium, 201,
             write_group_background},
    endpoint{upload_account_background, "upload a background for an account", method::post, account_backgrounds, medium,
             201, write_account_background},
    endpoint{list_user_backgrounds, "list the backgrounds of a user", method::get, "/users/{}/settings", medium, 200,
             read_user},
    endpoint{list_group_backgrounds, "list the backgrounds of a group", method::get, "/groups/{}/settings", medium, 200,
             read_group},
    endpoint{list_account_backgrounds, "list the backgrounds of an account", method::get, "/accounts/{}/settings",
             medium, 200, read_account},
    endpoint{delete_user_backgrounds, "delete backgrounds of a user", method::erase, user_backgrounds, light, 204,
             delete_user_background},
    endpoint{delete_group_backgrounds, "delete backgrounds of a group", method::erase, group_backgrounds, light, 204,
             delete_group_background},
    endpoint{delete_account_backgrounds, "delete backgrounds of an account", method::erase, account_backgrounds, light,
             204, delete_account_background},
    endpoint{call::upload_picture, "upload a user's picture", method::post, "/users/{}/picture", medium, 201,
             write_picture},
    // No document states the status; 204 is what an answer without a body has everywhere else.
    endpoint{call::delete_picture, "delete a user's picture", method::erase, "/users/{}/picture", medium, 204,
             erase_picture},
    endpoint{list_im_groups, "list the directory groups", method::get, "/im/groups", medium, 200, list_groups},
    endpoint{get_im_group, "read a directory group", method::get, "/im/groups/{}", light, 200, get_group},
    endpoint{call::update_im_group, "change a directory group", method::patch, "/im/groups/{}", light, 204,
             update_group},
    endpoint{list_im_group_members, "list the members of a directory group", method::get, "/im/groups/{}/members",
             medium, 200, list_members},
    endpoint{call::add_im_group_members, "add members to a directory group", method::post, "/im/groups/{}/members",
             medium, 201, add_members},
};

static_assert([] {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].id) != i) {
      return false;
    }
  }
  return true;
}());

call at(call of_users, target_kind kind) {
  return static_cast<call>(static_cast<std::size_t>(of_users) + static_cast<std::size_t>(kind));
}

}  // namespace

const endpoint& endpoint_of(call which) { return table[static_cast<std::size_t>(which)]; }
std::span<const endpoint> all_endpoints() { return table; }

call upload_call(target_kind kind, purpose why) {
  return why == purpose::picture ? call::upload_picture : at(upload_user_background, kind);
}
call list_call(target_kind kind) { return at(list_user_backgrounds, kind); }
call delete_call(target_kind kind, purpose why) {
  return why == purpose::picture ? call::delete_picture : at(delete_user_backgrounds, kind);
}

std::string percent_encoded(string_view id) {
  constexpr string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : id) {
    if (unreserved.find(c) != string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 0xFU];
    }
  }
  return out;
}

std::string path_of(const endpoint& one, string_view id) {
  const std::size_t place = one.path.find("{}");
  if (place == string_view::npos) {
    return std::string{one.path};
  }
  return std::string{one.path.substr(0, place)}.append(percent_encoded(id)).append(one.path.substr(place + 2));
}

}  // namespace preflight::upload
