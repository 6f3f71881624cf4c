#include <preflight/upload/response/classify_response.hpp>

#include <algorithm>
#include <span>

#include <preflight/text/ascii_case.hpp>
#include <preflight/upload/api/detail/api_json.hpp>
#include <preflight/upload/response/classify.hpp>
#include <preflight/upload/response/error_table.hpp>
#include <preflight/upload/retry/retry_after.hpp>

namespace preflight::upload {
namespace {

/// How a service refuses.
struct refusals {
  std::span<const known_error> table;
  known_error other;  ///< for what no table knows
  known_error too_fast;
};
constexpr refusals of_calls{
    known_errors::calls,
    {.advice = "Zoom does not document this response; it is shown in full."},
    {.kind = result_kind::too_fast,
     .error = api_error::calls_too_fast,
     .advice = "Lower the rate with --calls-per-second, or run again when other apps of the account are idle."}};
constexpr refusals of_tokens{
    known_errors::tokens,
    {.kind = result_kind::failed, .advice = advice::token},
    {.kind = result_kind::too_fast, .error = api_error::sign_in_too_fast, .advice = advice::again}};

/// What a body says, as far as it says anything.
struct service_words {
  std::optional<long long> code;
  std::string message;
};

service_words words_of(const json_value& body, const std::string& text) {
  service_words words{number_in(body, "code"), text_in(body, "message")};
  std::string errors;  // "Validation Failed. (email: Invalid field.)"
  for (const json_value& error : list_in(body, "errors")) {
    errors += (errors.empty() ? "" : "; ") + text_in(error, "field") + ": " + text_in(error, "message");
  }
  if (!errors.empty()) {
    words.message += (words.message.empty() ? "(" : " (") + errors + ')';
  }
  if (!words.code && words.message.empty()) {
    words.message = text;
  }
  return words;
}

/// On one line, and of a length that a report can bear. Without secrets before: what is cut could not be found any
/// more.
std::string one_line(std::string text) {
  constexpr std::size_t max_bytes = std::size_t{16} << 10;
  if (text.size() > max_bytes) {
    text = text.substr(0, max_bytes) + "...";
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

const known_error& find_error(const refusals& known, int status, const service_words& words) {
  const std::string message = ascii_lower(words.message);
  for (const std::span<const known_error> rows : {std::span<const known_error>{known_errors::codes}, known.table}) {
    const auto row = std::ranges::find_if(rows, [&](const known_error& error) {
      return (error.status == 0 || error.status == status) && (error.code == 0 || error.code == words.code) &&
             (error.says.empty() || message.find(error.says) != std::string::npos);
    });
    if (row != rows.end()) {
      return *row;
    }
  }
  return known.other;
}

/// Builds the result of one exchange, from what all services have in common.
class result_builder {
 public:
  /// `changes`: whether it matters if a request without a response was carried out.
  result_builder(const exchange& traffic, const redaction& secrets, utc_time now, bool changes)
      : traffic_{traffic}, secrets_{secrets}, now_{now}, changes_{changes} {
    if (traffic.response) {
      out_.http_status = traffic.response->status;
      out_.tracking_id = shown(traffic.response->header("x-zm-trackingid"));
      out_.location = shown(traffic.response->header("content-location"));
      return;
    }
    out_.message = shown(traffic.failure);
    out_.timed_out = traffic.timed_out;
    if (traffic.certificate_refused) {
      set({.kind = result_kind::failed, .error = api_error::certificate_refused, .advice = advice::certificate});
    } else if (traffic.proxy_wants_login) {
      set({.kind = result_kind::failed, .error = api_error::proxy_login_needed, .advice = advice::proxy});
    } else {
      set_unanswered(api_error::no_answer, traffic.may_have_arrived);
    }
  }

  void set(const known_error& outcome) {
    out_.kind = outcome.kind;
    out_.error = outcome.error;
    out_.advice = outcome.advice;
  }
  void set_done() { set({.kind = result_kind::done, .error = api_error::none}); }
  void set_words(const service_words& words) {
    out_.code = words.code;
    out_.message = shown(words.message);
  }

  /// No response, or one of a server that may have begun the work.
  void set_unanswered(api_error error, bool may_have_arrived) {
    if (changes_ && may_have_arrived) {
      set({.kind = result_kind::uncertain,
           .error = error,
           .advice = "It is unknown whether Zoom carried out the request; it is not repeated until that is known."});
    } else {
      set({.kind = result_kind::failed, .error = error, .advice = advice::again});
    }
  }

  /// What the words that are set mean.
  void set_refused(const refusals& known, const service_words& words) {
    const int status = out_.http_status;
    if (status == 429) {
      set_limited(known.too_fast);
    } else if (status >= 500) {
      set_unanswered(api_error::server_error, traffic_.may_have_arrived);
    } else if (status < 400 && status >= 300 && !words.code) {
      out_.message = "redirected to " + shown(traffic_.response->header("location"));
      set({.error = api_error::redirected,
           .advice = "The service URL is wrong, or a proxy asks for a login; no secret was sent to the new address."});
    } else {
      set(find_error(known, status, words));
    }
  }

  [[nodiscard]] api_result& result() { return out_; }

 private:
  [[nodiscard]] std::string shown(std::string_view text) const { return one_line(secrets_.redact(text)); }

  /// 429 is either kind of limit, and tells by a header, by its words, or only by when it wants to be asked again.
  void set_limited(const known_error& too_fast) {
    const std::string type = ascii_lower(traffic_.response->header("x-ratelimit-type"));
    const std::string message = ascii_lower(out_.message);
    const std::optional<utc_time> retry_at = retry_time(traffic_, now_);
    const bool says_second = type == "qps" || message.find("per-second") != std::string::npos ||
                             message.find("concurrent") != std::string::npos;
    const bool says_day = type.starts_with("daily") || message.find("daily") != std::string::npos;
    const bool is_far = retry_at && *retry_at - now_ > std::chrono::hours{1};
    if (says_day || (!says_second && is_far)) {
      out_.again_at = iso_time(retry_at && *retry_at > now_ ? *retry_at : next_day(now_));
      set({.kind = result_kind::daily_limit, .error = api_error::daily_limit_reached, .advice = advice::next_day});
    } else {
      set(too_fast);
    }
  }

  const exchange& traffic_;
  const redaction& secrets_;
  utc_time now_;
  bool changes_;
  api_result out_;
};

void classify(result_builder& out, const endpoint& target, const http_response& response, const json_value& body) {
  const service_words words = words_of(body, response.body);
  const bool is_success_status = response.status == target.success;
  const bool is_error_in_disguise = words.code.value_or(0) != 0 && !(is_success_status && words.message.empty());
  if (is_success_status && !is_error_in_disguise) {
    return out.set_done();
  }
  out.set_words(words);
  if (response.status < 300 && !is_error_in_disguise) {
    // Something took the request, and in none of the ways that are documented.
    out.set_unanswered(api_error::status_not_documented, true);
  } else if (words.code == 120 && words.message.empty() && response.status != 429 && response.status < 500) {
    out.set({.error = api_error::no_file_arrived, .advice = advice::part});
  } else {
    out.set_refused(of_calls, words);
  }
}

}  // namespace

std::optional<utc_time> retry_time(const exchange& traffic, utc_time now) {
  return traffic.response ? retry_after(traffic.response->header("retry-after"), now) : std::nullopt;
}

api_response read_response(const endpoint& target, const exchange& traffic, const redaction& secrets, utc_time now) {
  result_builder builder{traffic, secrets, now, target.method != method::get};
  if (!traffic.response) {
    return {builder.result()};
  }
  const bool is_whole = traffic.response->is_whole;
  api_response out;
  if (is_whole) {
    out.body = parsed(traffic.response->body);
  }
  classify(builder, target, *traffic.response, out.body);
  if (builder.result().ok() && target.method == method::get && !out.body.is_object()) {
    builder.set({.kind = result_kind::failed,
                 .error = api_error::answer_unreadable,
                 .advice = "Run again; if it persists, look for a proxy that answers instead of Zoom."});
    builder.result().message =
        is_whole ? "the response is not a JSON object" : "the connection ended inside the response, or it is too long";
  }
  out.what = builder.result();
  if (!is_whole && !out.what.ok() && out.what.error != api_error::answer_unreadable) {
    out.what.message += " (the connection ended inside the response)";
  }
  return out;
}

result_with<stored_file> stored_in(api_response response) {
  result_with<stored_file> out{std::move(response.what), stored_file_in(response.body)};
  if (out.what.error == api_error::status_not_documented && out.what.http_status == 200 && !out.value->id.empty()) {
    out.what.kind = result_kind::done;
  }
  if (!out.what.ok()) {
    out.value.reset();
    return out;
  }
  out.what.zoom_id = out.value->id;
  if (out.value->id.empty()) {
    out.what.message = "Zoom stored the file, but its response has no id";
  }
  return out;
}

result_with<stored_file> classify(int status, http_headers headers, std::string_view body) {
  exchange traffic;
  if (status != 0) {
    traffic.response = http_response{.status = status, .headers = {}, .body = std::string{body}};
    for (const auto& [name, value] : headers) {
      traffic.response->headers.emplace_back(ascii_lower(name), value);
    }
  }
  return stored_in(
      read_response(endpoint_of(call::upload_user_background), traffic, redaction{}, std::chrono::system_clock::now()));
}

api_result classify_token(const exchange& traffic, const json_value& body, const redaction& secrets, utc_time now) {
  result_builder builder{traffic, secrets, now, false};
  api_result& out = builder.result();
  if (!traffic.response) {
    out.message = (traffic.certificate_refused ? "" : "the sign-in service: ") + out.message;
    return out;
  }
  const int status = traffic.response->status;
  if (status == 200) {
    builder.set_done();
    return out;
  }
  // Something else than the documented answer may hold a token all the same.
  const bool may_hold_token = traffic.response->body.find("access_token") != std::string::npos;
  service_words words = words_of(body, may_hold_token ? "a response with a token in it" : traffic.response->body);
  const std::string reason = text_in(body, "reason");
  const std::string error = text_in(body, "error");
  if (!reason.empty() || !error.empty()) {
    words.message = reason + (reason.empty() || error.empty() ? "" : " ") + (error.empty() ? "" : "(" + error + ")");
  }
  builder.set_words(words);
  builder.set_refused(of_tokens, words);
  if (status == 429 || status >= 500) {
    out.message = out.message.empty() ? "the sign-in service returned HTTP " + std::to_string(status)
                                      : "the sign-in service says: " + out.message;
  }
  return out;
}

}  // namespace preflight::upload
