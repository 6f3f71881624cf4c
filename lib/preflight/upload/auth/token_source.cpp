#include <preflight/upload/auth/token_source.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <preflight/text/base64.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/http/multipart_form.hpp>
#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/response/read_json.hpp>

namespace preflight::upload {
namespace {

api_result done() {
  api_result out;
  out.kind = result_kind::done;
  out.outcome = "done";
  return out;
}

bool is_below(std::string_view host, std::string_view domain) {
  return host == domain ||
         (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

}  // namespace

std::optional<std::string> trusted_api_url(const std::string& told) {
  const std::string host = host_of(told);
  if (!told.starts_with("https://") || !is_allowed_url(told) ||
      !(is_below(host, "zoom.us") || is_below(host, "zoomgov.com"))) {
    return std::nullopt;
  }
  std::string url = told;
  while (url.ends_with('/')) {
    url.pop_back();
  }
  return url.ends_with("/v2") ? url : url + "/v2";
}

result_with<grant> grant_in(const exchange& came, redaction& secrets, clock::utc_time now) {
  const json_value body = came.response ? parsed(came.response->body) : json_value{};
  const std::string bearer = text_in(body, "access_token");
  secrets.add_secret(bearer);
  api_result what = classify_token(came, body, secrets, now);
  if (!what.ok()) {
    return {what, std::nullopt};
  }
  const bool is_one_word =
      !bearer.empty() && std::all_of(bearer.begin(), bearer.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!is_one_word) {
    // It may hold a token all the same, so nothing of it is shown.
    what.kind = result_kind::failed;
    what.outcome = "token-unreadable";
    what.message = "the token response contains no readable token";
    what.advice = "Check ZOOM_OAUTH_URL, and whether a proxy answers instead of Zoom.";
    return {what, std::nullopt};
  }
  const std::int64_t lives =
      std::clamp<std::int64_t>(number_in(body, "expires_in").value_or(3600), 0, std::int64_t{24} * 3600);
  const json_value* const scope = member(body, "scope");
  return {what,
          grant{bearer, std::chrono::seconds{lives}, trusted_api_url(text_in(body, "api_url")),
                scope != nullptr && scope->is_string() ? std::optional{scope->get<std::string>()} : std::nullopt}};
}

token_source::token_source(credentials who, service_urls where, http& over, redaction& secrets, clock& time,
                           retry_policy& between)
    : who_{std::move(who)},
      where_{std::move(where)},
      over_{&over},
      secrets_{&secrets},
      time_{&time},
      between_{&between} {
  secrets.add_secret(who_.bearer);
  secrets.add_secret(who_.client_secret);
  secrets.add_secret(percent_encoded(who_.client_secret));
  if (who_.is_app()) {
    secrets.add_secret(to_base64(who_.client_id + ":" + who_.client_secret));
  } else {
    held_ = token{who_.bearer, 1, where_.api, std::nullopt};
  }
}

result_with<token> token_source::current() {
  const std::uint64_t failures = failures_;
  const std::lock_guard lock{guard_};
  if (held_ && (!who_.is_app() || time_->now() < use_until_)) {
    return {done(), held_};
  }
  return failures == failures_ ? renewed() : result_with<token>{last_failure_, std::nullopt};
}

result_with<token> token_source::instead_of(const token& refused) {
  const std::uint64_t failures = failures_;
  const std::lock_guard lock{guard_};
  if (held_ && held_->generation != refused.generation) {
    return {done(), held_};
  }
  if (!who_.is_app()) {
    api_result out;
    out.outcome = "token-refused";
    out.message = "Zoom rejected the token in ZOOM_ACCESS_TOKEN";
    out.advice = "Set ZOOM_ACCESS_TOKEN to a new token; a new run continues where this one stopped.";
    return {out, std::nullopt};
  }
  return failures == failures_ ? renewed() : result_with<token>{last_failure_, std::nullopt};
}

result_with<grant> token_source::asked() {
  const std::string form = "grant_type=account_credentials&account_id=" + percent_encoded(who_.account_id);
  http_request request;
  request.method = "POST";
  request.url = where_.oauth;
  request.authorization = "Basic " + to_base64(who_.client_id + ":" + who_.client_secret);
  request.content_type = "application/x-www-form-urlencoded";
  request.body[0] = bytes_of(form);
  for (unsigned tries = 1;; ++tries) {
    const exchange came = over_->send(request);
    result_with<grant> got = grant_in(came, *secrets_, time_->today());
    if (got.value || !is_worth_another(got.what, tries)) {
      return got;
    }
    time_->wait(between_->after(came, tries, time_->today()));
  }
}

result_with<token> token_source::renewed() {
  if (final_refusal_) {
    return {*final_refusal_, std::nullopt};
  }
  const result_with<grant> got = asked();
  if (!got.value) {
    last_failure_ = got.what;
    ++failures_;
    const bool is_refusal = got.what.http_status >= 400 && got.what.http_status < 500 && got.what.http_status != 429;
    const bool is_final = is_refusal || got.what.outcome == "certificate-refused";
    if (is_final) {
      final_refusal_ = got.what;
    }
    return {got.what, std::nullopt};
  }
  // A token is changed for a new one a minute before it runs out, one that lives shorter at half its time.
  const std::chrono::seconds lives = got.value->lives;
  use_until_ = time_->now() + std::max(lives - std::chrono::seconds{60}, lives / 2);
  held_ = token{got.value->bearer, held_ ? held_->generation + 1 : 1,
                where_.api_is_explicit ? where_.api : got.value->api_url.value_or(where_.api), got.value->scopes};
  return {got.what, held_};
}

}  // namespace preflight::upload
