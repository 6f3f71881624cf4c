#include <preflight/upload/api/zoom_client.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <preflight/upload/api/api_caller.hpp>
#include <preflight/upload/api/directory_group_fields.hpp>
#include <preflight/upload/api/stored_file_json.hpp>
#include <preflight/upload/http/multipart_form.hpp>

namespace preflight::upload {
namespace {

api_response send_file(api_caller& by, call which, const target& target, const char* field,
                       const upload_payload& file) {
  const multipart_form form = multipart_form::of_file(field, file.file_name, file.mime_type, file.bytes);
  return by.make(which, target.id,
                 {.content_type = form.content_type(),
                  .body = form.body(),
                  .before = file.before,
                  .on_rejected = file.on_rejected});
}

/// A group's id in the path of a user's picture would be another one's.
api_result only_for_users() {
  api_result out;
  out.kind = result_kind::refused;
  out.outcome = "target-takes-no-picture";
  out.message = "only users have profile pictures";
  return out;
}

/// A wait that somebody has ended, as an answer.
api_result answer_of(const interrupted& why) {
  api_result out;
  out.outcome = "interrupted";
  out.message = why.what();
  return out;
}

/// "a,b" or ["a", "b"]: the pages show the one, the objects of other calls the other.
void append_ids(std::vector<std::string>& into, const json_value& body) {
  const json_value* const ids = member(body, "ids");
  if (ids == nullptr) {
    return;
  }
  if (ids->is_array()) {
    for (const json_value& each : *ids) {
      if (each.is_string()) {
        into.push_back(each.get<std::string>());
      }
    }
  } else if (ids->is_string()) {
    std::string_view left = ids->get_ref<const std::string&>();
    while (!left.empty()) {
      const std::string_view one = left.substr(0, left.find(','));
      if (!one.empty()) {
        into.emplace_back(one);
      }
      left.remove_prefix(std::min(one.size() + 1, left.size()));
    }
  }
}

std::string members_json(std::span<const im_group_member> who) {
  json_value body;
  body["members"] = json_value::array();
  for (const im_group_member& each : who) {
    const bool is_address = each.id_or_email.find('@') != std::string::npos;
    body["members"].push_back({{is_address ? "email" : "id", each.id_or_email}});
  }
  return body.dump(-1, ' ', false, json_value::error_handler_t::replace);
}

}  // namespace

class zoom_client::state {
 public:
  state(credentials who, client_options how, clock& time) : by{std::move(who), std::move(how), time} {}
  api_caller by;
};

zoom_client::zoom_client(credentials who, client_options how, clock& time)
    : state_{std::make_unique<state>(std::move(who), std::move(how), time)} {}
zoom_client::~zoom_client() = default;

result_with<session> zoom_client::sign_in() { return state_->by.sign_in(); }

result_with<background_settings> zoom_client::backgrounds_of(const target& target) {
  const api_response ended = state_->by.make(list_call(target.kind), target.id, {});
  if (!ended.what.ok()) {
    return {ended.what, std::nullopt};
  }
  return {ended.what, background_settings_in(ended.body)};
}

result_with<stored_file> zoom_client::upload_background(const target& target, const upload_payload& file) {
  api_response ended = send_file(state_->by, upload_call(target.kind, purpose::background), target, "file", file);
  if (!ended.what.ok()) {
    return {ended.what, std::nullopt};
  }
  stored_file stored = stored_file_in(ended.body);
  if (stored.id.empty()) {
    ended.what.message = "Zoom stored the file, but its response has no id";
  }
  return {ended.what, std::move(stored)};
}

std::optional<api_result> zoom_client::known_refusal(const target& target) const {
  return state_->by.known_refusal(upload_call(target.kind, purpose::background));
}

api_result zoom_client::delete_backgrounds(const target& target, std::span<const std::string> ids) {
  std::string query;
  for (const std::string& each : ids) {
    query += (query.empty() ? "?file_ids=" : ",") + percent_encoded(each);
  }
  return state_->by.make(delete_call(target.kind, purpose::background), target.id, {.query = query}).what;
}

api_result zoom_client::upload_picture(const target& target, const upload_payload& file) {
  if (target.kind != target_kind::user) {
    return only_for_users();
  }
  return send_file(state_->by, call::upload_picture, target, "pic_file", file).what;
}

api_result zoom_client::delete_picture(const target& target) {
  if (target.kind != target_kind::user) {
    return only_for_users();
  }
  return state_->by.make(call::delete_picture, target.id, {}).what;
}

result_with<std::vector<im_group>> zoom_client::im_groups() {
  const api_response ended = state_->by.make(call::list_im_groups, {}, {});
  if (!ended.what.ok()) {
    return {ended.what, std::nullopt};
  }
  std::vector<im_group> found;
  if (const json_value* const groups = member(ended.body, "groups"); groups != nullptr && groups->is_array()) {
    std::transform(groups->begin(), groups->end(), std::back_inserter(found), im_group_in);
  }
  return {ended.what, std::move(found)};
}

result_with<im_group> zoom_client::im_group_of(std::string_view id) {
  const api_response ended = state_->by.make(call::get_im_group, id, {});
  return {ended.what, ended.what.ok() ? std::optional{im_group_in(ended.body)} : std::nullopt};
}

api_result zoom_client::update_im_group(std::string_view id, const im_group_change& change, form_encoding how) {
  if (how == form_encoding::multipart) {
    const multipart_form form = multipart_form::of_fields(fields_of(change));
    return state_->by.make(call::update_im_group, id, {.content_type = form.content_type(), .body = form.body()}).what;
  }
  const std::string text = json_of(change);
  return state_->by.make(call::update_im_group, id, {.content_type = "application/json", .body = {bytes_of(text)}})
      .what;
}

result_with<std::vector<std::string>> zoom_client::im_group_members(std::string_view id) {
  std::vector<std::string> found;
  std::set<std::string> known;
  std::string page;
  for (;;) {
    std::string query = "?page_size=300";
    query += page.empty() ? "" : "&next_page_token=" + percent_encoded(page);
    const api_response ended = state_->by.make(call::list_im_group_members, id, {.query = query});
    if (!ended.what.ok()) {
      return {ended.what, std::nullopt};
    }
    const std::size_t before = found.size();
    if (const json_value* const members = member(ended.body, "members"); members != nullptr && members->is_array()) {
      for (const json_value& each : *members) {
        if (std::string member_id = text_in(each, "id"); known.insert(member_id).second) {
          found.push_back(std::move(member_id));
        }
      }
    }
    page = text_in(ended.body, "next_page_token");
    // A service that gives the same page again and again ends here, too.
    if (page.empty() || found.size() == before) {
      return {ended.what, std::move(found)};
    }
  }
}

result_with<added_members> zoom_client::add_im_group_members(std::string_view id,
                                                             std::span<const im_group_member> who) {
  result_with<added_members> all{{}, added_members{}};
  while (!who.empty()) {
    const auto part = who.first(std::min(who.size(), most_members_in_a_call));
    const std::string text = members_json(part);
    api_response ended;
    try {
      ended = state_->by.make(call::add_im_group_members, id,
                              {.content_type = "application/json", .body = {bytes_of(text)}});
    } catch (const interrupted& why) {
      // Nobody waits while a request is on its way, so nothing is in doubt.
      if (all.value->done == 0) {
        throw;
      }
      all.what = answer_of(why);
      return all;
    }
    all.what = ended.what;
    if (!ended.what.ok()) {
      all.value->in_doubt = ended.what.kind == result_kind::uncertain ? part.size() : 0;
      return all;
    }
    append_ids(all.value->ids, ended.body);
    all.value->done += part.size();
    who = who.subspan(part.size());
  }
  return all;
}

}  // namespace preflight::upload
