#pragma once

#include <preflight/upload/api/background_settings.hpp>
#include <preflight/upload/response/read_json.hpp>

namespace preflight::upload {

[[nodiscard]] inline stored_file stored_file_in(const json_value& object) {
  stored_file made;
  made.id = text_in(object, "id");
  made.name = text_in(object, "name");
  made.bytes = count_in(object, "size");
  made.is_video = text_in(object, "type") == "video";
  made.is_default = flag_in(object, "is_default").value_or(false);
  return made;
}

/// Of what the settings of a user, group or account hold, the part about backgrounds.
[[nodiscard]] inline background_settings background_settings_in(const json_value& settings) {
  background_settings made;
  const json_value nothing;
  const json_value* const meeting = member(settings, "in_meeting");
  const json_value& in_meeting = meeting != nullptr ? *meeting : nothing;
  const json_value* const section = member(in_meeting, "virtual_background_settings");
  const json_value& backgrounds = section != nullptr ? *section : nothing;
  const std::optional<bool> outer = flag_in(in_meeting, "virtual_background");
  const std::optional<bool> inner = flag_in(backgrounds, "enable");
  if (outer || inner) {
    made.enabled = outer.value_or(true) && inner.value_or(true);
  }
  made.videos_allowed = flag_in(backgrounds, "allow_videos");
  made.uploads_allowed = flag_in(backgrounds, "allow_upload_custom");
  const json_value* const files = member(backgrounds, "files");
  if (files != nullptr && files->is_array()) {
    for (const json_value& each : *files) {
      made.files.push_back(stored_file_in(each));
    }
  }
  return made;
}

}  // namespace preflight::upload
