#include <algorithm>
#include <array>
#include <string>

#include "http/multipart.hpp"
#include "service/endpoints.hpp"
#include "service/paging.hpp"
#include "service/refusals.hpp"

namespace zoom_server::endpoints {

namespace {

constexpr std::size_t longest_name = 128;
constexpr std::array<std::string_view, 3> types{"normal", "shared", "restricted"};
constexpr std::array<std::pair<const char*, bool im_group::*>, 3> switches{{
    {"search_by_domain", &im_group::search_by_domain},
    {"search_by_account", &im_group::search_by_account},
    {"search_by_ma_account", &im_group::search_by_ma_account},
}};

json described(const im_group& one) {
  json shown{{"id", one.id}, {"name", one.name}, {"type", one.type}, {"total_members", one.members.size()}};
  for (const auto& [name, value] : switches) {
    shown[name] = one.*value;
  }
  return shown;
}

/// The fields as they were sent. A form has text alone, so true and false are what a JSON body would hold.
json fields_of(const request& request) {
  if (request.content_type.starts_with("application/json")) {
    return json::parse(request.body, nullptr, false);
  }
  const form sent = parse_form(request.content_type, request.body);
  if (sent.state != form_state::whole) {
    return json{json::value_t::discarded};
  }
  json fields = json::object();
  for (const form_part& part : sent.parts) {
    if (part.file_name) {
      continue;
    }
    if (part.bytes == "true" || part.bytes == "false") {
      fields[part.name] = part.bytes == "true";
    } else {
      fields[part.name] = std::string{part.bytes};
    }
  }
  return fields;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool name_is_taken(const call& c, const std::string& name) {
  return std::any_of(c.at.im_groups.begin(), c.at.im_groups.end(),
                     [&](const auto& entry) { return entry.first != c.id && entry.second.name == name; });
}

/// Puts the fields into a group; or says why not, and leaves it as it was.
std::optional<reply> apply(const call& c, im_group& group) {
  const json fields = fields_of(c.request);
  if (!fields.is_object()) {
    return refuse("validation-failed");
  }
  im_group changed = group;
  const auto name = fields.find("name");
  if (name == fields.end() || !name->is_string() || name->get_ref<const std::string&>().empty()) {
    return refuse("im-name-missing");
  }
  changed.name = *name;
  if (characters(changed.name) > longest_name) {
    return refuse_field("name", "Invalid field.");
  }
  if (const auto type = fields.find("type"); type != fields.end()) {
    changed.type = type->is_string() ? type->get<std::string>() : std::string{};
    if (std::find(types.begin(), types.end(), changed.type) == types.end()) {
      return refuse_field("type", "Invalid field.");
    }
  }
  for (const auto& [key, value] : switches) {
    if (const auto given = fields.find(key); given != fields.end()) {
      if (!given->is_boolean()) {
        return refuse_field(key, "Invalid field.");
      }
      changed.*value = *given;
    }
  }
  if (name_is_taken(c, changed.name)) {
    return refuse("im-name-in-use", changed.name);
  }
  group = changed;
  return std::nullopt;
}

}  // namespace

reply list_im_groups(call& c) {
  if (!c.at.settings.paid) {
    return refuse("paid-only");
  }
  // Documented without pages: all of it, unless a page is asked for.
  const page part = page_of(c.at.im_groups.size(), c.at.im_groups.size(), c.request, c.at.clock.seconds());
  if (part.refused) {
    return *part.refused;
  }
  json groups = json::array();
  std::size_t number = 0;
  for (const auto& [id, one] : c.at.im_groups) {
    if (number >= part.begin && number < part.end) {
      groups.push_back(described(one));
    }
    ++number;
  }
  json answer{{"total_records", c.at.im_groups.size()}, {"groups", std::move(groups)}};
  if (part.end < c.at.im_groups.size()) {
    answer["next_page_token"] = part.next_page_token;
  }
  return {200, answer};
}

reply create_im_group(call& c) {
  if (!c.at.settings.paid) {
    return refuse("paid-only");
  }
  im_group fresh;
  if (const std::optional<reply> refused = apply(c, fresh)) {
    return *refused;
  }
  fresh.id = c.at.new_id();
  c.at.im_groups[fresh.id] = fresh;
  reply answer{201, described(fresh)};
  answer.headers.emplace_back("Content-Location", "https://api.zoom.us/v2/im/groups/" + fresh.id);
  return answer;
}

reply show_im_group(call& c) {
  const auto found = c.at.im_groups.find(c.id);
  return found == c.at.im_groups.end() ? refuse("im-group-unknown", c.id) : reply{200, described(found->second)};
}

reply update_im_group(call& c) {
  if (!c.at.settings.paid) {
    return refuse("paid-only");
  }
  const auto found = c.at.im_groups.find(c.id);
  if (found == c.at.im_groups.end()) {
    return refuse("im-group-unknown", c.id);
  }
  return apply(c, found->second).value_or(reply{204});
}

reply delete_im_group(call& c) {
  return c.at.im_groups.erase(c.id) == 0 ? refuse("im-group-unknown", c.id) : reply{204};
}

}  // namespace zoom_server::endpoints
