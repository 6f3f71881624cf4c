#pragma once

#include <algorithm>
#include <iterator>

#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/response/read_json.hpp>

/// The service's objects as JSON.
namespace preflight::upload {

[[nodiscard]] inline stored_file stored_file_in(const json_value& object) {
  return {text_in(object, "id"), text_in(object, "name"), count_in(object, "size"), text_in(object, "type") == "video",
          value_in<bool>(object, "is_default").value_or(false)};
}

/// Of what the settings of a user, group or account hold, the part about backgrounds. Nothing where it is not there in
/// its documented form: what such a list lacks may be there all the same.
[[nodiscard]] inline std::optional<background_settings> background_settings_in(const json_value& settings) {
  const json_value& in_meeting = member(settings, "in_meeting");
  const json_value& backgrounds = member(in_meeting, "virtual_background_settings");
  const auto files = backgrounds.find("files");
  if (!backgrounds.is_object() ||
      (files != backgrounds.end() && (!files->is_array() || !std::ranges::all_of(*files, &json_value::is_object)))) {
    return std::nullopt;
  }
  background_settings out;
  const std::optional<bool> outer = value_in<bool>(in_meeting, "virtual_background");
  const std::optional<bool> inner = value_in<bool>(backgrounds, "enable");
  if (outer || inner) {
    out.enabled = outer.value_or(true) && inner.value_or(true);
  }
  out.videos_allowed = value_in<bool>(backgrounds, "allow_videos");
  out.uploads_allowed = value_in<bool>(backgrounds, "allow_upload_custom");
  for (const json_value& file : list_in(backgrounds, "files")) {
    out.files.push_back(stored_file_in(file));
  }
  return out;
}

/// The branding of a webinar, under the same condition.
[[nodiscard]] inline std::optional<background_settings> branding_in(const json_value& branding) {
  const json_value& files = member(branding, "virtual_backgrounds");
  const json_value& wallpaper = member(branding, "wallpaper");
  if (!files.is_array() || !std::ranges::all_of(files, &json_value::is_object) ||
      !(wallpaper.is_null() || wallpaper.is_object())) {
    return std::nullopt;
  }
  background_settings out;
  std::ranges::transform(files, std::back_inserter(out.files), stored_file_in);
  if (!wallpaper.empty()) {
    out.wallpaper = text_in(wallpaper, "id");
  }
  return out;
}

[[nodiscard]] inline im_group im_group_in(const json_value& object) {
  return {text_in(object, "id"),
          text_in(object, "name"),
          text_in(object, "type"),
          count_in(object, "total_members"),
          value_in<bool>(object, "search_by_domain"),
          value_in<bool>(object, "search_by_account"),
          value_in<bool>(object, "search_by_ma_account")};
}

/// What a form changes; a search option that is neither true nor false is left as it is.
[[nodiscard]] inline json_value json_of(const group_form& form) {
  json_value body = json_value::object();
  const auto set = [&](const char* name, const auto& value) {
    if (value) {
      body[name] = *value;
    }
  };
  const auto set_flag = [&](const char* name, const std::optional<std::string>& text) {
    set(name, text == "true" || text == "false" ? std::optional{text == "true"} : std::nullopt);
  };
  set("name", form.name);
  set("type", form.type);
  set_flag("search_by_domain", form.search_by_domain);
  set_flag("search_by_account", form.search_by_account);
  set_flag("search_by_ma_account", form.search_by_ma_account);
  return body;
}

}  // namespace preflight::upload
