#include <preflight/upload/api/detail/api_caller.hpp>

#include <utility>

#include <preflight/upload/response/error_table.hpp>
#include <preflight/upload/retry/retry_after.hpp>

namespace preflight::upload {
namespace {

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

}  // namespace

api_caller::api_caller(credentials app, client_options options, upload::clock& clock)
    : options_{std::move(options)},
      clock_{&clock},
      http_{{options_.connect_within, options_.silent_for, options_.whole_call}},
      tokens_{std::move(app), options_.urls, {http_, secrets_, clock, retries_}},
      limiter_{options_.plan, options_.calls_a_second, clock} {
  if (!is_allowed_url(options_.urls.api) || !is_allowed_url(options_.urls.oauth)) {
    throw bad_settings{"the service URLs must be https, or http on this machine"};
  }
}

result_with<session> api_caller::sign_in() {
  const result_with<token> signed_in = bearer();
  if (!signed_in.value) {
    log(log_level::error, "no token: " + signed_in.what.message);
    return {signed_in.what, std::nullopt};
  }
  return {signed_in.what, session{tokens_.is_app(), signed_in.value->granted}};
}

result_with<token> api_caller::bearer() {
  result_with<token> out = tokens_.current();
  for (unsigned tries = 1; !out.value && waits_out(out.what); ++tries) {
    clock_->wait(retries_.pause(tries, std::nullopt, clock_->today()));
    out = tokens_.current();
  }
  return out;
}

/// Whether a call that failed for an outage is made again, because that may pass; any answer ends an outage.
bool api_caller::waits_out(const api_result& result) {
  const std::lock_guard lock{outage_guard_};
  if (result.error != api_error::no_answer && result.error != api_error::server_error) {
    outage_since_.reset();
    return false;
  }
  outage_since_ = outage_since_.value_or(clock_->now());
  return result.kind == result_kind::failed && clock_->now() - *outage_since_ < options_.keep_trying;
}

api_response api_caller::make(const api_request& request) {
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
      --tries;  // what a token refused was no try
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

api_response api_caller::try_once(const api_request& request, const token& token, exchange& traffic) {
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

void api_caller::log(log_level level, std::string_view line) const {
  if (options_.log && level <= options_.most_detail) {
    options_.log(level, secrets_.redact(line));
  }
}

/// "GET /users/anna%40example.com/settings: 404, tracking id v=2.0, user-not-found, code 1001: User does not exist."
void api_caller::log_call(const endpoint& target, const std::string& path, const api_result& result) const {
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

void api_caller::log_exchange(const std::string& url, const exchange& traffic) const {
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

}  // namespace preflight::upload
