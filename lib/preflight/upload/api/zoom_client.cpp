#include <preflight/upload/api/zoom_client.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <preflight/upload/api/detail/api_caller.hpp>
#include <preflight/upload/api/detail/api_json.hpp>

namespace preflight::upload {
namespace {

api_request upload_of(call api_call, const target& target, const upload_payload& file) {
  return {.which = api_call,
          .id = target.id,
          .body = {.file = form_file{std::string{endpoint_of(api_call).field}, file.file_name,
                                     std::string{file.mime_type}, file.bytes}},
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

/// What a target has one of.
purpose picture_of(target_kind kind) {
  return kind == target_kind::webinar ? purpose::webinar_wallpaper : purpose::picture;
}

/// A group's id in the path of a user's picture would be another one's.
api_result only_for_users() {
  return {.kind = result_kind::refused,
          .error = api_error::target_takes_no_picture,
          .message = "only users have profile pictures"};
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
  api_response response = caller_->make({.which = list_call(target.kind), .id = target.id});
  result_with<background_settings> out{std::move(response.what), std::nullopt};
  if (out.what.ok() && !(out.value = target.kind == target_kind::webinar ? branding_in(response.body)
                                                                         : background_settings_in(response.body))) {
    out.what.kind = result_kind::failed;
    out.what.error = api_error::answer_unreadable;
    out.what.message = "the response does not have the settings of virtual backgrounds in their documented form";
  }
  return out;
}

result_with<stored_file> zoom_client::upload_background(const target& target, const upload_payload& file) {
  return stored_in(caller_->make(upload_of(upload_call(target.kind, background_of(target.kind)), target, file)));
}

std::optional<api_result> zoom_client::known_refusal(const target& target) {
  return caller_->known_result(upload_call(target.kind, background_of(target.kind)));
}

api_result zoom_client::delete_backgrounds(const target& target, std::span<const std::string> ids) {
  std::string query;
  for (const std::string& id : ids) {
    query += query.empty() ? target.kind == target_kind::webinar ? "?ids=" : "?file_ids=" : ",";
    query += percent_encoded(id);
  }
  return caller_->make({.which = delete_call(target.kind, background_of(target.kind)), .id = target.id, .query = query})
      .what;
}

api_result zoom_client::upload_picture(const target& target, const upload_payload& file) {
  const purpose use = picture_of(target.kind);
  return takes(target.kind, use) ? stored_in(caller_->make(upload_of(upload_call(target.kind, use), target, file))).what
                                 : only_for_users();
}

api_result zoom_client::delete_picture(const target& target) {
  const purpose use = picture_of(target.kind);
  return takes(target.kind, use) ? caller_->make({.which = delete_call(target.kind, use), .id = target.id}).what
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

}  // namespace preflight::upload
