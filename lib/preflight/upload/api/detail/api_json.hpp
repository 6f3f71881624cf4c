#pragma once

#include <type_traits>
#include <utility>

#include <preflight/upload/api/background_settings.hpp>
#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/response/read_json.hpp>

/// The service's objects as JSON.
namespace preflight::upload {

[[nodiscard]] inline std::string json_text(const json_value& value) {
  return value.dump(-1, ' ', false, json_value::error_handler_t::replace);
}

[[nodiscard]] inline stored_file stored_file_in(const json_value& object) {
  return {text_in(object, "id"), text_in(object, "name"), count_in(object, "size"), text_in(object, "type") == "video",
          flag_in(object, "is_default").value_or(false)};
}

/// Of what the settings of a user, group or account hold, the part about backgrounds.
[[nodiscard]] inline background_settings background_settings_in(const json_value& settings) {
  const json_value& in_meeting = object_in(settings, "in_meeting");
  const json_value& backgrounds = object_in(in_meeting, "virtual_background_settings");
  background_settings made;
  const std::optional<bool> outer = flag_in(in_meeting, "virtual_background");
  const std::optional<bool> inner = flag_in(backgrounds, "enable");
  if (outer || inner) {
    made.enabled = outer.value_or(true) && inner.value_or(true);
  }
  made.videos_allowed = flag_in(backgrounds, "allow_videos");
  made.uploads_allowed = flag_in(backgrounds, "allow_upload_custom");
  for (const json_value& file : list_in(backgrounds, "files")) {
    made.files.push_back(stored_file_in(file));
  }
  return made;
}

[[nodiscard]] inline im_group im_group_in(const json_value& object) {
  return {text_in(object, "id"),
          text_in(object, "name"),
          text_in(object, "type"),
          count_in(object, "total_members"),
          flag_in(object, "search_by_domain"),
          flag_in(object, "search_by_account"),
          flag_in(object, "search_by_ma_account")};
}

/// Calls visit(name, value) for what is to be changed.
template <class Visit>
void for_each_member(const im_group_change& change, const Visit& visit) {
  const auto visit_set = [&](const char* name, const auto& value) {
    if (value) {
      visit(name, *value);
    }
  };
  visit_set("name", change.name);
  visit_set("type", change.type);
  visit_set("search_by_domain", change.search_by_domain);
  visit_set("search_by_account", change.search_by_account);
  visit_set("search_by_ma_account", change.search_by_ma_account);
}

/// The body of a change as the API takes it.
[[nodiscard]] inline std::string json_of(const im_group_change& change) {
  json_value body = json_value::object();
  for_each_member(change, [&](const char* name, const auto& value) { body[name] = value; });
  return json_text(body);
}

/// The same fields as Zoom's page of the call shows them in a form.
[[nodiscard]] inline std::vector<std::pair<std::string, std::string>> fields_of(const im_group_change& change) {
  std::vector<std::pair<std::string, std::string>> made;
  for_each_member(change, [&](const char* name, const auto& value) {
    if constexpr (std::is_same_v<decltype(value), const bool&>) {
      made.emplace_back(name, value ? "true" : "false");
    } else {
      made.emplace_back(name, value);
    }
  });
  return made;
}

}  // namespace preflight::upload
