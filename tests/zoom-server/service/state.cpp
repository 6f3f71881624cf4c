#include "service/state.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

namespace zoom_server {

namespace {

template <class T>
void take(const json& object, const char* key, T& value) {
  if (const auto found = object.find(key); found != object.end()) {
    value = found->template get<T>();
  }
}

/// Throws if it is not an object, or has a member other than these: a misspelt wish must not seem granted.
void expect(const json& wish, std::initializer_list<std::string_view> known) {
  if (!wish.is_object()) {
    throw std::invalid_argument{"an object is expected, not " + wish.dump()};
  }
  for (const auto& [key, value] : wish.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      throw std::invalid_argument{"unknown key: " + key};
    }
  }
}

/// The members of an object in an object; nothing where it is not there.
const json& members_of(const json& object, const char* key) {
  static const json none = json::object();
  const auto found = object.find(key);
  if (found != object.end() && !found->is_object()) {
    throw std::invalid_argument{std::string{key} + " is to be an object"};
  }
  return found == object.end() ? none : *found;
}

void seed_file(world& in, const json& wish, std::vector<stored_file>& files) {
  expect(wish, {"id", "name", "size", "sha256", "is_video", "is_default"});
  stored_file file;
  take(wish, "id", file.id);
  take(wish, "name", file.name);
  take(wish, "size", file.size);
  take(wish, "sha256", file.sha256);
  take(wish, "is_video", file.is_video);
  take(wish, "is_default", file.is_default);
  if (file.id.empty()) {
    file.id = in.new_id();
  }
  files.push_back(file);
}

/// Besides `id` and `name`, which are not everybody's.
void seed_backgrounds(world& in, const json& wish, backgrounds& into) {
  expect(wish, {"id", "name", "virtual_background", "enable", "allow_videos", "allow_upload_custom", "files"});
  take(wish, "virtual_background", into.switched_on);
  take(wish, "enable", into.enable);
  take(wish, "allow_videos", into.allow_videos);
  take(wish, "allow_upload_custom", into.allow_upload_custom);
  if (const auto files = wish.find("files"); files != wish.end()) {
    if (!files->is_array()) {
      throw std::invalid_argument{"files are to be an array"};
    }
    into.files.clear();
    for (const json& file : *files) {
      seed_file(in, file, into.files);
    }
  }
}

void seed_people(world& in, const json& wishes) {
  for (const auto& [email, wish] : members_of(wishes, "users").items()) {
    user& person = in.users[email];
    person.email = email;
    take(wish, "id", person.id);
    if (person.id.empty()) {
      person.id = in.new_id();
    }
    seed_backgrounds(in, wish, person.backgrounds);
  }
  for (const auto& [id, wish] : members_of(wishes, "groups").items()) {
    group& one = in.groups[id];
    one.id = id;
    take(wish, "name", one.name);
    seed_backgrounds(in, wish, one.backgrounds);
  }
  for (const auto& [id, wish] : members_of(wishes, "webinars").items()) {
    seed_backgrounds(in, wish, in.webinars[id].backgrounds);
  }
  for (const auto& [id, wish] : members_of(wishes, "im_groups").items()) {
    expect(wish, {"name", "type", "search_by_domain", "search_by_account", "search_by_ma_account", "members"});
    im_group& one = in.im_groups[id];
    one.id = id;
    take(wish, "name", one.name);
    take(wish, "type", one.type);
    take(wish, "search_by_domain", one.search_by_domain);
    take(wish, "search_by_account", one.search_by_account);
    take(wish, "search_by_ma_account", one.search_by_ma_account);
    take(wish, "members", one.members);
  }
  if (const auto account = wishes.find("account"); account != wishes.end()) {
    seed_backgrounds(in, *account, in.account_backgrounds);
  }
}

template <class Names>
std::size_t place_in(const Names& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    throw std::invalid_argument{"unknown name: " + name};
  }
  return static_cast<std::size_t>(found - names.begin());
}

void seed_settings(world& in, const json& wishes) {
  settings& s = in.settings;
  take(wishes, "account_id", s.account_id);
  take(wishes, "client_id", s.client_id);
  take(wishes, "client_secret", s.client_secret);
  if (const auto named = wishes.find("plan"); named != wishes.end()) {
    s.plan = static_cast<plan>(place_in(plan_names, named->get<std::string>()));
  }
  take(wishes, "limits", s.limits);
  take(wishes, "paid", s.paid);
  take(wishes, "any_target", s.any_target);
  take(wishes, "sizes_as_text", s.sizes_as_text);
  take(wishes, "picture_answer_empty", s.picture_answer_empty);
  take(wishes, "list_lag_ms", s.list_lag_ms);
  take(wishes, "repacks", s.repacks);
  take(wishes, "background_bytes", s.background_bytes);
  take(wishes, "picture_bytes", s.picture_bytes);
  take(wishes, "files_per_target", s.files_per_target);
  take(wishes, "token_seconds", s.token_seconds);
  take(wishes, "scopes", s.scopes);
  take(wishes, "api_url", s.api_url);
  for (const auto& [label, count] : members_of(wishes, "used_today").items()) {
    in.limits.set_used_today(static_cast<rate_label>(place_in(label_names, label)), count.get<std::uint64_t>(),
                             in.clock.seconds());
  }
  for (const auto& [text, wish] : members_of(wishes, "tokens").items()) {
    expect(wish, {"scopes", "seconds", "user"});
    token& one = in.tokens[text];
    one.scopes = wish.value("scopes", s.scopes);
    one.ends = in.clock.seconds() + wish.value("seconds", s.token_seconds);
    take(wish, "user", one.user);
  }
}

json described(const stored_file& file) {
  return {{"id", file.id},         {"name", file.name},         {"size", file.size},
          {"sha256", file.sha256}, {"is_video", file.is_video}, {"is_default", file.is_default}};
}

json described(const backgrounds& settings) {
  json files = json::array();
  for (const stored_file& file : settings.files) {
    files.push_back(described(file));
  }
  return {{"virtual_background", settings.switched_on},
          {"enable", settings.enable},
          {"allow_videos", settings.allow_videos},
          {"allow_upload_custom", settings.allow_upload_custom},
          {"files", std::move(files)}};
}

json described(const im_group& one) {
  return {{"name", one.name},
          {"type", one.type},
          {"search_by_domain", one.search_by_domain},
          {"search_by_account", one.search_by_account},
          {"search_by_ma_account", one.search_by_ma_account},
          {"members", one.members}};
}

}  // namespace

std::string world::new_id() {
  constexpr std::size_t length = 22;
  return sha256_of("stored under number " + std::to_string(++last_id)).substr(0, length);
}

user* world::find_user(const std::string& id_or_email) {
  if (const auto found = users.find(id_or_email); found != users.end()) {
    return &found->second;
  }
  for (auto& [email, person] : users) {
    if (person.id == id_or_email) {
      return &person;
    }
  }
  if (!settings.any_target || id_or_email == "me" || id_or_email.empty()) {
    return nullptr;
  }
  user& person = users[id_or_email];
  person.email = id_or_email;
  person.id = new_id();
  return &person;
}

group* world::find_group(const std::string& id) {
  if (const auto found = groups.find(id); found != groups.end()) {
    return &found->second;
  }
  if (!settings.any_target || id.empty()) {
    return nullptr;
  }
  group& one = groups[id];
  one.id = id;
  one.name = id;
  return &one;
}

webinar* world::find_webinar(const std::string& id) {
  const auto found = webinars.find(id);
  return found != webinars.end() ? &found->second : settings.any_target ? &webinars[id] : nullptr;
}

void seed(world& into, const json& wishes) {
  expect(wishes, {"webinars",
                  "users",
                  "groups",
                  "account",
                  "im_groups",
                  "tokens",
                  "used_today",
                  "account_id",
                  "client_id",
                  "client_secret",
                  "plan",
                  "limits",
                  "paid",
                  "any_target",
                  "sizes_as_text",
                  "picture_answer_empty",
                  "list_lag_ms",
                  "repacks",
                  "background_bytes",
                  "picture_bytes",
                  "files_per_target",
                  "token_seconds",
                  "scopes",
                  "api_url"});
  seed_settings(into, wishes);
  seed_people(into, wishes);
}

json described(const world& state) {
  json users = json::object();
  for (const auto& [email, person] : state.users) {
    json& each = users[email] = described(person.backgrounds);
    each["id"] = person.id;
    each["picture"] = person.picture ? described(*person.picture) : json{};
  }
  json groups = json::object();
  for (const auto& [id, one] : state.groups) {
    groups[id] = described(one.backgrounds);
    groups[id]["name"] = one.name;
  }
  json webinars = json::object();
  for (const auto& [id, one] : state.webinars) {
    webinars[id] = described(one.backgrounds);
    webinars[id]["wallpaper"] = one.wallpaper ? described(*one.wallpaper) : json{};
  }
  json im_groups = json::object();
  for (const auto& [id, one] : state.im_groups) {
    im_groups[id] = described(one);
  }
  return {{"users", std::move(users)},
          {"groups", std::move(groups)},
          {"account", described(state.account_backgrounds)},
          {"webinars", std::move(webinars)},
          {"im_groups", std::move(im_groups)},
          {"tokens", state.tokens.size()}};
}

}  // namespace zoom_server
