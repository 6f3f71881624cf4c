#include <preflight/upload/api/api_caller.hpp>

#include <algorithm>
#include <utility>

#include <preflight/upload/response/error_table.hpp>

namespace preflight::upload {
namespace {

/// A daily limit that is known already is not asked about again.
api_result closed(clock::utc_time until) {
  api_result out;
  out.kind = result_kind::daily_limit;
  out.outcome = "daily-limit-reached";
  out.message = "an earlier call reached the daily limit";
  out.advice = advice::next_day;
  out.again_at = iso_time(until);
  return out;
}

/// What no server is to see, as it would be a request for something else.
api_result not_sent(std::string message) {
  api_result out;
  out.kind = result_kind::refused;
  out.outcome = "target-invalid";
  out.message = std::move(message);
  out.advice = "Name the target by its id.";
  return out;
}

}  // namespace

api_caller::api_caller(credentials who, client_options how, clock& time)
    : how_{std::move(how)},
      time_{&time},
      http_{{how_.connect_within, how_.silent_for, how_.whole_call}},
      tokens_{std::move(who), how_.urls, http_, secrets_, time, pauses_},
      pacing_{how_.plan, how_.calls_a_second, time} {
  if (!is_allowed_url(how_.urls.api) || !is_allowed_url(how_.urls.oauth)) {
    throw bad_settings{"the service URLs must be https, or http on this machine"};
  }
}

result_with<session> api_caller::sign_in() {
  const result_with<token> got = tokens_.current();
  if (!got.value) {
    log(log_level::error, "no token: " + got.what.message);
    return {got.what, std::nullopt};
  }
  return {got.what, session{tokens_.is_app(), got.value->granted}};
}

api_response api_caller::make(call which, std::string_view id, const request_body& with) {
  const endpoint& one = endpoint_of(which);
  if (one.path.find("{}") != std::string_view::npos && !can_be_segment(id)) {
    return {not_sent("'" + std::string{id} + "' is not an id")};
  }
  bool has_new_token = false;
  result_with<token> by = tokens_.current();
  for (unsigned tries = 1;; ++tries) {
    if (!by.value) {
      return {by.what};
    }
    if (std::optional<api_result> known = refusals_.of(which)) {
      return {*std::move(known)};
    }
    if (const std::optional<clock::utc_time> until = pacing_.acquire(one.label)) {
      return {closed(*until)};
    }
    exchange came;
    api_response ended = try_once(one, *by.value, id, with, came);
    refusals_.record_response(which, ended.what);
    if (ended.what.outcome == "token-refused" && !has_new_token) {
      has_new_token = true;
      if (with.on_rejected) {
        with.on_rejected(ended.what);
      }
      by = tokens_.instead_of(*by.value);
      if (!by.value && !tokens_.is_app()) {
        ended.what.advice = by.what.advice;
        return ended;
      }
      --tries;  // what a token refused was no try
      continue;
    }
    if (ended.what.kind == result_kind::daily_limit) {
      const clock::utc_time now = time_->today();
      const std::optional<clock::utc_time> asked_for = wait_asked_for(came, now);
      pacing_.block_until(one.label, asked_for && *asked_for > now ? *asked_for : next_day(now));
    }
    if (came.response && ended.what.kind != result_kind::too_fast) {
      pacing_.speed_up(one.label);
    }
    if (!is_worth_another(ended.what, tries)) {
      return ended;
    }
    if (with.on_rejected) {
      with.on_rejected(ended.what);
    }
    const std::chrono::nanoseconds pause = pauses_.after(came, tries, time_->today());
    if (ended.what.kind == result_kind::too_fast) {
      pacing_.slow_down(one.label, pause);
    } else {
      pacing_.delay(one.label, pause);
    }
  }
}

api_response api_caller::try_once(const endpoint& one, const token& by, std::string_view id, const request_body& with,
                                  exchange& came) {
  http_request request;
  request.method = name_of(one.method);
  const std::string path = path_of(one, id);
  request.url = by.api_url + path + with.query;
  request.authorization = "Bearer " + by.bearer;
  request.content_type = with.content_type;
  request.body = with.body;
  request.before = with.before;
  came = http_.send(request);
  api_response ended = read_response(one, came, secrets_, time_->today());
  log_call(one, path, ended.what);
  log_exchange(request.url, came);
  return ended;
}

void api_caller::log(log_level level, std::string_view line) const {
  if (how_.log && level <= how_.most_detail) {
    how_.log(level, secrets_.redact(line));
  }
}

/// "GET /users/anna%40example.com/settings: 404, tracking id v=2.0, user-not-found, code 1001: User does not exist."
void api_caller::log_call(const endpoint& one, const std::string& path, const api_result& what) const {
  std::string line = std::string{name_of(one.method)} + ' ' + path + ": ";
  line += what.http_status != 0 ? std::to_string(what.http_status) : "no response";
  line += what.tracking_id.empty() ? "" : ", tracking id " + what.tracking_id;
  if (what.ok()) {
    log(log_level::info, line);
    return;
  }
  line += std::string{", "}.append(what.outcome);
  line += what.code ? ", code " + std::to_string(*what.code) : "";
  line += what.message.empty() ? "" : ": " + what.message;
  log(log_level::error, line);
}

void api_caller::log_exchange(const std::string& url, const exchange& came) const {
  if (!how_.log || how_.most_detail < log_level::debug) {
    return;
  }
  log(log_level::debug, "  " + url + " in " + std::to_string(came.took.count()) + " ms");
  if (came.response) {
    for (const auto& [name, value] : came.response->headers) {
      log(log_level::trace, std::string{"  "}.append(name).append(": ").append(value));
    }
    log(log_level::trace, "  " + came.response->body);
  }
}

}  // namespace preflight::upload
