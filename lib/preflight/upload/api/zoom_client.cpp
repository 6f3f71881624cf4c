#include <preflight/upload/api/zoom_client.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <preflight/text/formats/percent_encoding.hpp>
#include <preflight/upload/api/detail/api_json.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/auth/detail/token_source.hpp>
#include <preflight/upload/http/http_client.hpp>
#include <preflight/upload/http/redaction.hpp>
#include <preflight/upload/response/circuit_breaker.hpp>
#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/response/error_table.hpp>
#include <preflight/upload/retry/detail/rate_limiter.hpp>
#include <preflight/upload/retry/detail/retry_policy.hpp>
#include <preflight/upload/retry/retry_after.hpp>

namespace preflight::upload {
namespace {

/// One call, tried until it is done or must not be tried again.
struct api_request {
  call which{};
  std::string_view id{};  ///< of what it is about; empty where the path has no place for one
  request_body body{};
  std::string query{};  ///< with its question mark
  std::function<void()> before{};
  std::function<void(const api_result&)> on_rejected{};  ///< as of upload_payload
};

/// A daily limit that is known already is not asked about again.
api_result limited_until(utc_time end) {
  return {.kind = result_kind::daily_limit,
          .error = api_error::daily_limit_reached,
          .message = "an earlier call reached the daily limit",
          .advice = std::string{advice::next_day},
          .again_at = iso_time(end)};
}

/// What no server is to see, as it would be a request for something else.
api_result not_sent(std::string_view id) {
  return {.kind = result_kind::refused,
          .error = api_error::target_invalid,
          .message = "'" + std::string{id} + "' is not an id",
          .advice = "Name the target by its id."};
}

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

/// A group's id in the path of a user's picture would be that of somebody else.
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

/// Makes calls: in turn, with a valid token, and again where that is safe.
class zoom_client::caller {
 public:
  caller(credentials app, client_options options, upload::clock& clock)
      : options_{std::move(options)},
        clock_{&clock},
        http_{{options_.connect_within, options_.silent_for, options_.whole_call}},
        tokens_{std::move(app), options_.urls, {http_, secrets_, clock, retries_}},
        limiter_{options_.plan, options_.calls_a_second, clock} {
    if (!is_allowed_url(options_.urls.api) || !is_allowed_url(options_.urls.oauth)) {
      throw bad_settings{"the service URLs must be https, or http on this machine"};
    }
  }

  [[nodiscard]] result_with<session> sign_in() {
    const result_with<token> signed_in = bearer();
    if (!signed_in.value) {
      log(log_level::error, "no token: " + signed_in.what.message);
      return {signed_in.what, std::nullopt};
    }
    return {signed_in.what, session{tokens_.is_app(), signed_in.value->granted}};
  }

  /// The result of a call, where that is known without making it.
  [[nodiscard]] std::optional<api_result> known_result(call api_call) { return circuits_.known_result(api_call); }

  [[nodiscard]] api_response make(const api_request& request) {
    const endpoint& target = endpoint_of(request.which);
    if (target.path.find("{}") != std::string_view::npos && !can_be_segment(request.id)) {
      return {not_sent(request.id)};
    }
    bool has_new_token = false;
    result_with<token> bearer = this->bearer();
    for (unsigned tries = 1;; ++tries) {
      if (!bearer.value) {
        return {bearer.what};
      }
      if (std::optional<api_result> known = circuits_.known_result(request.which)) {
        return {*std::move(known)};
      }
      if (const std::optional<utc_time> end = limiter_.acquire(target.label)) {
        return {limited_until(*end)};
      }
      exchange traffic;
      api_response response = try_once(request, *bearer.value, traffic);
      api_result& result = response.what;
      circuits_.record(request.which, result);
      const bool is_waited_out = waits_out(result);
      const bool needs_token = result.error == api_error::token_refused && !has_new_token;
      const utc_time now = clock_->today();
      const std::optional<utc_time> retry_at = retry_time(traffic, now);
      if (!needs_token && result.kind == result_kind::daily_limit) {
        limiter_.block_until(target.label, retry_at && *retry_at > now ? *retry_at : next_day(now));
      }
      if (!needs_token && traffic.response && result.kind != result_kind::too_fast) {
        limiter_.speed_up(target.label);
      }
      if (!needs_token && !is_waited_out && !retry_policy::allows_another(result, tries)) {
        return response;
      }
      if (request.on_rejected) {
        request.on_rejected(result);
      }
      if (needs_token) {
        has_new_token = true;
        bearer = tokens_.instead_of(*bearer.value);
        if (!bearer.value && !tokens_.is_app()) {
          result.advice = bearer.what.advice;
          return response;
        }
        --tries;  // a call refused because of its token does not count
        continue;
      }
      const std::chrono::nanoseconds pause = retries_.pause(tries, retry_at, now);
      if (result.kind == result_kind::too_fast) {
        limiter_.slow_down(target.label, pause);
      } else {
        limiter_.delay(target.label, pause);
      }
    }
  }

 private:
  result_with<token> bearer() {
    result_with<token> out = tokens_.current();
    for (unsigned tries = 1; !out.value && waits_out(out.what); ++tries) {
      clock_->wait(retries_.pause(tries, std::nullopt, clock_->today()));
      out = tokens_.current();
    }
    return out;
  }

  /// Whether a call that failed because of an outage is made again, because that may pass; any response ends an outage.
  bool waits_out(const api_result& result) {
    const std::lock_guard lock{outage_guard_};
    if (result.error != api_error::no_answer && result.error != api_error::server_error) {
      outage_since_.reset();
      return false;
    }
    outage_since_ = outage_since_.value_or(clock_->now());
    return result.kind == result_kind::failed && clock_->now() - *outage_since_ < options_.keep_trying;
  }

  api_response try_once(const api_request& request, const token& token, exchange& traffic) {
    const endpoint& target = endpoint_of(request.which);
    const std::string path = path_of(target, request.id);
    const http_request sent{.method = std::string{name_of(target.method)},
                            .url = token.api_url + path + request.query,
                            .authorization = "Bearer " + token.bearer,
                            .body = request.body,
                            .before = request.before};
    traffic = http_.send(sent);
    api_response response = read_response(target, traffic, secrets_, clock_->today());
    log_call(target, path, response.what);
    log_exchange(sent.url, traffic);
    return response;
  }

  void log(log_level level, std::string_view line) const {
    if (options_.log && level <= options_.most_detail) {
      options_.log(level, secrets_.redact(line));
    }
  }

  /// "GET /users/anna%40example.com/settings: 404, tracking id v=2.0, user-not-found, code 1001: User does not exist."
  void log_call(const endpoint& target, const std::string& path, const api_result& result) const {
    std::string line = std::string{name_of(target.method)} + ' ' + path + ": ";
    line += result.http_status != 0 ? std::to_string(result.http_status) : "no response";
    line += result.tracking_id.empty() ? "" : ", tracking id " + result.tracking_id;
    if (!result.ok()) {
      line.append(", ").append(name_of(result.error));
      line += result.code ? ", code " + std::to_string(*result.code) : "";
      line += result.message.empty() ? "" : ": " + result.message;
    }
    log(result.ok() ? log_level::info : log_level::error, line);
  }

  void log_exchange(const std::string& url, const exchange& traffic) const {
    if (!options_.log || options_.most_detail < log_level::debug) {
      return;
    }
    log(log_level::debug, "  " + url + " in " + std::to_string(traffic.took.count()) + " ms");
    if (traffic.response) {
      for (const auto& [name, value] : traffic.response->headers) {
        log(log_level::trace, std::string{"  "}.append(name).append(": ").append(value));
      }
      log(log_level::trace, "  " + traffic.response->body);
    }
  }

  client_options options_;
  upload::clock* clock_;
  redaction secrets_;
  http http_;
  retry_policy retries_;
  token_source tokens_;
  rate_limiter limiter_;
  circuit_breaker circuits_;
  std::mutex outage_guard_;
  std::optional<clock::steady_time> outage_since_;
};

zoom_client::zoom_client(credentials app, client_options options, upload::clock& clock)
    : caller_{std::make_unique<caller>(std::move(app), std::move(options), clock)} {}
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
