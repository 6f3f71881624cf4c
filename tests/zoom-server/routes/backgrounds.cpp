#include <algorithm>
#include <array>
#include <string>

#include "service/endpoints.hpp"
#include "service/refusals.hpp"

namespace zoom_server::endpoints {

namespace {

/// The owner of the files, or why there is none.
struct owner {
  backgrounds* of = nullptr;
  reply refused;
};

owner find_owner(call& c) {
  switch (c.kind) {
    case target_kind::user: {
      // Only a user's own token knows who `me` is.
      user* const found = c.at.find_user(c.id == "me" ? c.bearer.user : c.id);
      return found != nullptr ? owner{&found->backgrounds, {}} : owner{nullptr, refuse("user-unknown", c.id)};
    }
    case target_kind::group: {
      group* const found = c.at.find_group(c.id);
      return found != nullptr ? owner{&found->backgrounds, {}} : owner{nullptr, refuse("group-unknown", c.id)};
    }
    case target_kind::webinar: {
      webinar* const found = c.at.find_webinar(c.id);
      return found != nullptr ? owner{&found->backgrounds, {}} : owner{nullptr, refuse("webinar-unknown", c.id)};
    }
    default: {
      if (!c.at.settings.paid) {
        return {nullptr, refuse("paid-only")};
      }
      // The account's own id is refused too: only a master account may name its sub-accounts.
      return c.id == "me" ? owner{&c.at.account_backgrounds, {}} : owner{nullptr, refuse("account-unknown", c.id)};
    }
  }
}

struct upload_texts {
  std::string_view missing;
  std::string_view type;
};

upload_texts texts_for(target_kind kind) {
  switch (kind) {
    case target_kind::user: return {"background-missing", "background-type-user"};
    case target_kind::group: return {"background-missing", "background-type-group"};
    default: return {"background-missing-account", "background-type-account"};
  }
}

bool accepts(const call& c, const backgrounds& target) {
  switch (c.received.kind) {
    case media_kind::jpeg:
    case media_kind::png: return true;
    case media_kind::gif: return c.kind != target_kind::group;
    case media_kind::video: return c.kind == target_kind::user && target.allow_videos && c.received.video_within_limits;
    case media_kind::other: return false;
  }
  return false;
}

json described(const call& c, const stored_file& file) {
  json size = file.size;
  if (c.at.settings.sizes_as_text) {
    size = std::to_string(file.size);
  }
  return {{"id", file.id},
          {"name", file.name},
          {"type", file.is_video ? "video" : "image"},
          {"is_default", file.is_default},
          {"size", std::move(size)}};
}

}  // namespace

reply upload_background(call& c) {
  const owner found = find_owner(c);
  if (found.of == nullptr) {
    return found.refused;
  }
  const upload& sent = c.received;
  const upload_texts texts = texts_for(c.kind);
  if (sent.state == form_state::name_not_quoted) {
    return refuse("disposition-invalid");
  }
  if (!sent.part_found) {
    return refuse("part-missing");
  }
  if (!found.of->switched_on || !found.of->enable) {
    return refuse("background-failed");
  }
  if (sent.size == 0) {
    return refuse(texts.missing);
  }
  if (sent.size > c.at.settings.background_bytes) {
    return refuse("background-too-large");
  }
  if (!accepts(c, *found.of)) {
    return refuse(texts.type);
  }
  if (found.of->files.size() >= c.at.settings.files_per_target) {
    return refuse("background-too-many");
  }
  stored_file file{c.at.new_id(),
                   sent.file_name,
                   sent.size,
                   sent.sha256,
                   sent.kind == media_kind::video,
                   false,
                   std::chrono::steady_clock::now()};
  if (c.at.settings.repacks) {
    file.name = file.id + ".jpg";
    file.size += 1;
  }
  found.of->files.push_back(file);
  return {201, described(c, file)};
}

reply delete_backgrounds(call& c) {
  const owner found = find_owner(c);
  if (found.of == nullptr) {
    return found.refused;
  }
  std::vector<stored_file>& files = found.of->files;
  const std::vector<std::string> ids =
      split(c.request.query_value(c.kind == target_kind::webinar ? "ids" : "file_ids").value_or(""), ',');
  for (const std::string& id : ids) {
    if (std::none_of(files.begin(), files.end(), [&](const stored_file& file) { return file.id == id; })) {
      return refuse("file-ids-invalid");
    }
  }
  std::erase_if(files,
                [&](const stored_file& file) { return std::find(ids.begin(), ids.end(), file.id) != ids.end(); });
  return reply{204};
}

reply show_settings(call& c) {
  const owner found = find_owner(c);
  if (found.of == nullptr) {
    return found.refused;
  }
  const backgrounds& own = *found.of;
  json listed{
      {"enable", own.enable}, {"allow_videos", own.allow_videos}, {"allow_upload_custom", own.allow_upload_custom}};
  if (!own.files.empty()) {
    listed["files"] = json::array();
    const auto shown_since = std::chrono::steady_clock::now() - std::chrono::milliseconds{c.at.settings.list_lag_ms};
    for (const stored_file& file : own.files) {
      if (file.since <= shown_since) {
        listed["files"].push_back(described(c, file));
      }
    }
  }
  json meeting{{"virtual_background", own.switched_on}, {"virtual_background_settings", std::move(listed)}};
  const std::optional<std::string> wanted = c.request.query_value("custom_query_fields");
  if (!wanted || c.kind == target_kind::group) {
    meeting["chat"] = true;
    meeting["breakout_room"] = false;
    return {200, json{{"in_meeting", std::move(meeting)}, {"feature", {{"meeting_capacity", 100}}}}};
  }
  json kept = json::object();
  for (const std::string& field : split(*wanted, ',')) {
    if (meeting.contains(field)) {
      kept[field] = meeting[field];
    }
  }
  return {200, json{{"in_meeting", std::move(kept)}}};
}

reply show_branding(call& c) {
  const webinar* const found = c.at.find_webinar(c.id);
  if (found == nullptr) {
    return refuse("webinar-unknown", c.id);
  }
  json files = json::array();
  for (const stored_file& file : found->backgrounds.files) {
    files.push_back({{"id", file.id}, {"name", file.name}, {"is_default", file.is_default}});
  }
  json wallpaper = json::object();
  if (found->wallpaper) {
    wallpaper["id"] = found->wallpaper->id;
  }
  return {200, json{{"wallpaper", std::move(wallpaper)},
                    {"virtual_backgrounds", std::move(files)},
                    {"name_tags", json::array()}}};
}

reply upload_wallpaper(call& c) {
  webinar* const found = c.at.find_webinar(c.id);
  if (found == nullptr) {
    return refuse("webinar-unknown", c.id);
  }
  const upload& sent = c.received;
  if (!sent.part_found || sent.size == 0) {
    return refuse(sent.part_found ? "background-missing" : "part-missing");
  }
  if (sent.size > c.at.settings.background_bytes) {
    return refuse("background-too-large");
  }
  if (sent.kind == media_kind::video || sent.kind == media_kind::other) {
    return refuse("background-type-user");
  }
  found->wallpaper = stored_file{c.at.new_id(), sent.file_name, sent.size, sent.sha256, false, false, {}};
  return {201, described(c, *found->wallpaper)};
}

reply delete_wallpaper(call& c) {
  webinar* const found = c.at.find_webinar(c.id);
  if (found == nullptr) {
    return refuse("webinar-unknown", c.id);
  }
  found->wallpaper.reset();
  return reply{204};
}

}  // namespace zoom_server::endpoints
