#include <preflight/upload/api/zoom_client.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include <preflight/upload/api/detail/api_caller.hpp>
#include <preflight/upload/api/detail/api_json.hpp>

namespace preflight::upload {
namespace {

api_request upload_of(call api_call, const target& target, const char* field, const upload_payload& file) {
  return {.which = api_call,
          .id = target.id,
          .body = {.file = form_file{field, file.file_name, std::string{file.mime_type}, file.bytes}},
          .before = file.before,
          .on_rejected = file.on_rejected};
}

request_body json_body(const json_value& json) {
  return {.content_type = "application/json", .text = json.dump(-1, ' ', false, json_value::error_handler_t::replace)};
}

/// The members of an object as Zoom's page of the call shows them in a form.
request_body form_body(const json_value& json) {
  request_body body;
  for (const auto& [name, value] : json.items()) {
    body.fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return body;
}

/// A group's id in the path of a user's picture would be another one's.
api_result only_for_users() {
  return {.kind = result_kind::refused,
          .error = api_error::target_takes_no_picture,
          .message = "only users have profile pictures"};
}

/// "a,b" or ["a", "b"]: the pages show the one, the objects of other calls the other.
void append_ids(std::vector<std::string>& ids, const json_value& body) {
  for (const json_value& id : list_in(body, "ids")) {
    if (id.is_string()) {
      ids.push_back(id.get<std::string>());
    }
  }
  std::istringstream list{text_in(body, "ids")};
  for (std::string id; std::getline(list, id, ',');) {
    if (!id.empty()) {
      ids.push_back(std::move(id));
    }
  }
}

json_value json_of(std::span<const std::string> members) {
  json_value body = {{"members", json_value::array()}};
  for (const std::string& member : members) {
    body["members"].push_back({{member.find('@') != std::string::npos ? "email" : "id", member}});
  }
  return body;
}

/// The value that `read` finds in the body of a call that was done.
template <class Read>
auto value_of(api_response response, const Read& read) -> result_with<decltype(read(response.body))> {
  if (!response.what.ok()) {
    return {std::move(response.what), std::nullopt};
  }
  return {std::move(response.what), read(response.body)};
}

}  // namespace

zoom_client::zoom_client(credentials app, client_options options, upload::clock& clock)
    : caller_{std::make_unique<api_caller>(std::move(app), std::move(options), clock)} {}
zoom_client::~zoom_client() = default;

result_with<session> zoom_client::sign_in() { return caller_->sign_in(); }

result_with<background_settings> zoom_client::backgrounds_of(const target& target) {
  return value_of(caller_->make({.which = list_call(target.kind), .id = target.id}), background_settings_in);
}

result_with<stored_file> zoom_client::upload_background(const target& target, const upload_payload& file) {
  result_with<stored_file> stored = value_of(
      caller_->make(upload_of(upload_call(target.kind, purpose::background), target, "file", file)), stored_file_in);
  if (stored.value && stored.value->id.empty()) {
    stored.what.message = "Zoom stored the file, but its response has no id";
  }
  return stored;
}

std::optional<api_result> zoom_client::known_refusal(const target& target) {
  return caller_->known_result(upload_call(target.kind, purpose::background));
}

api_result zoom_client::delete_backgrounds(const target& target, std::span<const std::string> ids) {
  std::string query;
  for (const std::string& id : ids) {
    query += (query.empty() ? "?file_ids=" : ",") + percent_encoded(id);
  }
  return caller_->make({.which = delete_call(target.kind, purpose::background), .id = target.id, .query = query}).what;
}

api_result zoom_client::upload_picture(const target& target, const upload_payload& file) {
  return target.kind == target_kind::user
             ? caller_->make(upload_of(call::upload_picture, target, "pic_file", file)).what
             : only_for_users();
}

api_result zoom_client::delete_picture(const target& target) {
  return target.kind == target_kind::user ? caller_->make({.which = call::delete_picture, .id = target.id}).what
                                          : only_for_users();
}

result_with<std::vector<im_group>> zoom_client::im_groups() {
  return value_of(caller_->make({.which = call::list_im_groups}), [](const json_value& body) {
    std::vector<im_group> groups;
    std::ranges::transform(list_in(body, "groups"), std::back_inserter(groups), im_group_in);
    return groups;
  });
}

result_with<im_group> zoom_client::im_group_of(std::string_view id) {
  return value_of(caller_->make({.which = call::get_im_group, .id = id}), im_group_in);
}

api_result zoom_client::update_im_group(std::string_view id, const group_form& form, form_encoding encoding) {
  const json_value change = json_of(form);
  return caller_
      ->make({.which = call::update_im_group,
              .id = id,
              .body = encoding == form_encoding::multipart ? form_body(change) : json_body(change)})
      .what;
}

result_with<std::vector<std::string>> zoom_client::im_group_members(std::string_view id) {
  std::vector<std::string> ids;
  std::set<std::string> known;
  std::string page;
  for (;;) {
    std::string query = "?page_size=300";
    query += page.empty() ? "" : "&next_page_token=" + percent_encoded(page);
    const api_response response = caller_->make({.which = call::list_im_group_members, .id = id, .query = query});
    if (!response.what.ok()) {
      return {response.what, std::nullopt};
    }
    const std::size_t before = ids.size();
    for (const json_value& entry : list_in(response.body, "members")) {
      if (std::string member_id = text_in(entry, "id"); known.insert(member_id).second) {
        ids.push_back(std::move(member_id));
      }
    }
    page = text_in(response.body, "next_page_token");
    // A service that gives the same page again and again ends here, too.
    if (page.empty() || ids.size() == before) {
      return {response.what, std::move(ids)};
    }
  }
}

result_with<added_members> zoom_client::add_im_group_members(std::string_view id,
                                                             std::span<const std::string> members) {
  constexpr std::size_t most_in_a_call = 10;  // "Add IM directory group members"
  result_with<added_members> all{{}, added_members{}};
  while (!members.empty()) {
    const auto part = members.first(std::min(members.size(), most_in_a_call));
    api_response response;
    try {
      response = caller_->make({.which = call::add_im_group_members, .id = id, .body = json_body(json_of(part))});
    } catch (const interrupted& reason) {
      // Nobody waits while a request is on its way, so nothing is in doubt.
      if (all.value->done == 0) {
        throw;
      }
      all.what = {.error = api_error::interrupted, .message = reason.what()};
      return all;
    }
    all.what = response.what;
    if (!response.what.ok()) {
      all.value->in_doubt = response.what.kind == result_kind::uncertain ? part.size() : 0;
      return all;
    }
    append_ids(all.value->ids, response.body);
    all.value->done += part.size();
    members = members.subspan(part.size());
  }
  return all;
}

}  // namespace preflight::upload
