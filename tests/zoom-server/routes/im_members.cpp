#include <algorithm>
#include <string>

#include "service/endpoints.hpp"
#include "service/paging.hpp"
#include "service/refusals.hpp"

namespace zoom_server::endpoints {

namespace {

constexpr std::size_t usual_page = 30;
constexpr std::size_t most_at_a_time = 10;

std::string text_of(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

reply list_im_members(call& c) {
  const auto found = c.at.im_groups.find(c.id);
  if (found == c.at.im_groups.end()) {
    return refuse("im-group-unknown", c.id);
  }
  const std::vector<std::string>& all = found->second.members;
  const page part = page_of(all.size(), usual_page, c.request, c.at.clock.seconds());
  if (part.refused) {
    return *part.refused;
  }
  json members = json::array();
  for (std::size_t i = part.begin; i < part.end; ++i) {
    const user* const person = c.at.find_user(all[i]);
    members.push_back({{"id", person == nullptr ? std::string{} : person->id}, {"email", all[i]}, {"type", 2}});
  }
  return {200, json{{"total_records", all.size()},
                    {"page_size", part.end - part.begin},
                    {"next_page_token", part.next_page_token},
                    {"members", std::move(members)}}};
}

reply add_im_members(call& c) {
  const auto found = c.at.im_groups.find(c.id);
  if (found == c.at.im_groups.end()) {
    return refuse("im-group-unknown", c.id);
  }
  const json body = json::parse(c.request.body, nullptr, false);
  const auto wanted = body.is_object() ? body.find("members") : body.end();
  if (!c.request.content_type.starts_with("application/json") || wanted == body.end() || !wanted->is_array() ||
      wanted->empty() || wanted->size() > most_at_a_time) {
    return refuse_field("members", "Invalid field.");
  }
  std::vector<const user*> people;
  for (const json& member : *wanted) {
    const std::string id = text_of(member, "id");
    const std::string name = id.empty() ? text_of(member, "email") : id;
    people.push_back(c.at.find_user(name));
    if (people.back() == nullptr) {
      return refuse("user-unknown", name);
    }
  }
  std::vector<std::string>& members = found->second.members;
  std::string ids;
  for (const user* const person : people) {
    if (std::find(members.begin(), members.end(), person->email) == members.end()) {
      members.push_back(person->email);
    }
    ids += (ids.empty() ? "" : ",") + person->id;
  }
  return {201, json{{"ids", ids}, {"added_at", iso_time(c.at.clock.seconds())}}};
}

reply delete_im_member(call& c) {
  const auto found = c.at.im_groups.find(c.id);
  if (found == c.at.im_groups.end()) {
    return refuse("im-group-unknown", c.id);
  }
  const user* const person = c.at.find_user(c.member);
  const std::string& email = person == nullptr ? c.member : person->email;
  std::vector<std::string>& members = found->second.members;
  const auto place = std::find(members.begin(), members.end(), email);
  if (place == members.end()) {
    return refuse("group-member-unknown");
  }
  if (found->second.is_default) {
    return refuse("im-default-group", c.id);
  }
  members.erase(place);
  return reply{204};
}

}  // namespace zoom_server::endpoints
