#include <preflight/upload/auth/detail/token_source.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <preflight/text/base64.hpp>
#include <preflight/text/formats/percent_encoding.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/response/read_json.hpp>

namespace preflight::upload {

std::optional<std::string> trusted_api_url(const std::string& url) {
  const std::string host = '.' + host_of(url);
  if (!url.starts_with("https://") || !is_allowed_url(url) ||
      !(host.ends_with(".zoom.us") || host.ends_with(".zoomgov.com"))) {
    return std::nullopt;
  }
  const std::string base = url.substr(0, url.find_last_not_of('/') + 1);
  return base.ends_with("/v2") ? base : base + "/v2";
}

result_with<token> token_in(const exchange& traffic, redaction& secrets, utc_time now) {
  const json_value body = traffic.response ? parsed(traffic.response->body) : json_value{};
  const std::string bearer = text_in(body, "access_token");
  secrets.add_secret(bearer);
  api_result result = classify_token(traffic, body, secrets, now);
  if (!result.ok()) {
    return {result, std::nullopt};
  }
  if (!is_one_word(bearer)) {
    // It may hold a token all the same, so nothing of it is shown.
    result.kind = result_kind::failed;
    result.error = api_error::token_unreadable;
    result.message = "the token response contains no readable token";
    result.advice = "Check ZOOM_OAUTH_URL, and whether a proxy answers instead of Zoom.";
    return {result, std::nullopt};
  }
  const std::int64_t lives =
      std::clamp<std::int64_t>(number_in(body, "expires_in").value_or(3600), 0, std::int64_t{24} * 3600);
  return {result, token{.bearer = bearer,
                        .api_url = trusted_api_url(text_in(body, "api_url")).value_or(""),
                        .granted = value_in<std::string>(body, "scope"),
                        .lives = std::chrono::seconds{lives}}};
}

token_source::token_source(credentials app, service_urls urls, tools dependencies)
    : app_{std::move(app)}, urls_{std::move(urls)}, tools_{dependencies} {
  redaction& secrets = tools_.secrets;
  secrets.add_secret(app_.bearer);
  secrets.add_secret(app_.client_secret);
  secrets.add_secret(percent_encoded(app_.client_secret));
  if (app_.is_app()) {
    secrets.add_secret(to_base64(app_.client_id + ":" + app_.client_secret));
  } else {
    held_ = token{.bearer = app_.bearer, .api_url = urls_.api};
  }
}

result_with<token> token_source::current() {
  const std::uint64_t failures_before = failures_;
  const std::lock_guard lock{guard_};
  if (held_ && (!app_.is_app() || tools_.clock.now() < use_until_)) {
    return {{.kind = result_kind::done}, held_};
  }
  return renew_or_share(failures_before);
}

result_with<token> token_source::instead_of(const token& refused) {
  const std::uint64_t failures_before = failures_;
  const std::lock_guard lock{guard_};
  if (held_ && held_->generation != refused.generation) {
    return {{.kind = result_kind::done}, held_};
  }
  if (!app_.is_app()) {
    return {{.error = api_error::token_refused,
             .message = "Zoom rejected the token in ZOOM_ACCESS_TOKEN",
             .advice = "Set ZOOM_ACCESS_TOKEN to a new token; a new run continues where this one stopped."},
            std::nullopt};
  }
  return renew_or_share(failures_before);
}

/// Who waited while somebody else failed shares the failure.
result_with<token> token_source::renew_or_share(std::uint64_t failures_before) {
  return failures_before == failures_ ? renew() : result_with<token>{last_failure_, std::nullopt};
}

result_with<token> token_source::request_token() {
  const http_request request{
      .method = "POST",
      .url = urls_.oauth,
      .authorization = "Basic " + to_base64(app_.client_id + ":" + app_.client_secret),
      .body = {.content_type = "application/x-www-form-urlencoded",
               .text = "grant_type=account_credentials&account_id=" + percent_encoded(app_.account_id)}};
  for (unsigned tries = 1;; ++tries) {
    const exchange traffic = tools_.client.send(request);
    const utc_time now = tools_.clock.today();
    result_with<token> granted = token_in(traffic, tools_.secrets, now);
    if (granted.value || !retry_policy::allows_another(granted.what, tries)) {
      return granted;
    }
    tools_.clock.wait(tools_.retries.pause(tries, retry_time(traffic, now), now));
  }
}

result_with<token> token_source::renew() {
  if (final_refusal_) {
    return {*final_refusal_, std::nullopt};
  }
  result_with<token> granted = request_token();
  if (!granted.value) {
    const api_result& failure = granted.what;
    last_failure_ = failure;
    ++failures_;
    const bool is_refusal = failure.http_status >= 400 && failure.http_status < 500 && failure.http_status != 429;
    if (is_refusal || failure.error == api_error::certificate_refused) {
      final_refusal_ = failure;
    }
    return {failure, std::nullopt};
  }
  // A token is changed for a new one a minute before it runs out, one that lives shorter at half its time.
  token& token = *granted.value;
  use_until_ = tools_.clock.now() + std::max(token.lives - std::chrono::seconds{60}, token.lives / 2);
  token.generation = held_ ? held_->generation + 1 : 1;
  if (urls_.api_is_explicit || token.api_url.empty()) {
    token.api_url = urls_.api;
  }
  held_ = token;
  return granted;
}

}  // namespace preflight::upload
