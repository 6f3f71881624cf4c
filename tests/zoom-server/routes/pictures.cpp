#include <string>

#include "service/endpoints.hpp"
#include "service/refusals.hpp"

namespace zoom_server::endpoints {

namespace {

user* find_person(call& c) { return c.at.find_user(c.id == "me" ? c.bearer.user : c.id); }

std::string location_of(const stored_file& picture) { return "https://pictures.invalid/p/" + picture.id; }

}  // namespace

reply show_user(call& c) {
  const user* const found = find_person(c);
  if (found == nullptr) {
    return refuse("user-unknown", c.id);
  }
  json shown{{"id", found->id}, {"email", found->email}, {"type", c.at.settings.paid ? 2 : 1}, {"status", "active"}};
  if (found->picture) {
    shown["pic_url"] = location_of(*found->picture);
  }
  return {200, shown};
}

reply upload_picture(call& c) {
  user* const found = find_person(c);
  if (found == nullptr) {
    return refuse("user-unknown", c.id);
  }
  const upload& sent = c.received;
  if (!sent.part_found) {
    return refuse(sent.state == form_state::name_not_quoted ? "disposition-invalid" : "picture-without-name");
  }
  if (sent.size == 0) {
    return refuse("picture-empty");
  }
  if (sent.size > c.at.settings.picture_bytes) {
    return refuse("picture-too-large");
  }
  if (sent.kind != media_kind::jpeg && sent.kind != media_kind::png) {
    return refuse("picture-type");
  }
  found->picture = stored_file{c.at.new_id(), sent.file_name, sent.size, sent.sha256, false, false};
  reply answer = c.at.settings.picture_answer_empty ? reply{201} : reply{201, json::object()};
  answer.headers.emplace_back("Content-Location", location_of(*found->picture));
  return answer;
}

reply delete_picture(call& c) {
  user* const found = find_person(c);
  if (found == nullptr) {
    return refuse("user-unknown", c.id);
  }
  found->picture.reset();
  return reply{204};
}

}  // namespace zoom_server::endpoints
