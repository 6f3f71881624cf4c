#include <preflight/upload/response/classify_response.hpp>

#include <algorithm>
#include <span>

#include <preflight/upload/ascii_lower_case.hpp>
#include <preflight/upload/response/error_table.hpp>

namespace preflight::upload {
namespace {

constexpr std::size_t most_shown_bytes = std::size_t{16} << 10;

/// What a body says, as far as it says anything.
struct said {
  std::optional<long long> code;
  std::string message;
};

/// "Validation Failed. (email: Invalid field.)"
void append_errors(std::string& message, const json_value& body) {
  const json_value* const errors = member(body, "errors");
  if (errors == nullptr || !errors->is_array() || errors->empty()) {
    return;
  }
  message += message.empty() ? "(" : " (";
  for (const json_value& each : *errors) {
    message += &each == &errors->front() ? "" : "; ";
    message += text_in(each, "field") + ": " + text_in(each, "message");
  }
  message += ')';
}

said words_of(const json_value& body, const std::string& text) {
  said found;
  found.code = number_in(body, "code");
  found.message = text_in(body, "message");
  append_errors(found.message, body);
  if (!found.code && found.message.empty()) {
    found.message = text;
  }
  return found;
}

/// On one line, and of a length that a report can bear. Without secrets before: what is cut could not be found any
/// more.
std::string one_line(std::string text) {
  if (text.size() > most_shown_bytes) {
    text = text.substr(0, most_shown_bytes) + "...";
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

const known_error* known(std::span<const known_error> table, int status, const said& words) {
  const std::string message = to_lower_case(words.message);
  for (const std::span<const known_error> rows : {std::span<const known_error>{known_codes}, table}) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const known_error& row) {
      return (row.status == 0 || row.status == status) && (row.code == 0 || row.code == words.code) &&
             (row.says.empty() || message.find(row.says) != std::string::npos);
    });
    if (found != rows.end()) {
      return &*found;
    }
  }
  return nullptr;
}

void set(api_result& out, result_kind kind, std::string_view outcome, std::string_view advice) {
  out.kind = kind;
  out.outcome = outcome;
  out.advice = advice;
}

constexpr std::string_view lost_advice =
    "It is unknown whether Zoom carried out the request; it is not repeated until that is known.";

/// No answer, or one of a server that may have begun the work.
void set_unanswered(api_result& out, const endpoint* asked, bool may_have_arrived, std::string_view outcome) {
  const bool changes = asked != nullptr && asked->method != method::get;
  if (changes && may_have_arrived) {
    set(out, result_kind::uncertain, outcome, lost_advice);
  } else {
    set(out, result_kind::failed, outcome, advice::again);
  }
}

/// 429 is either kind of limit, and tells by a header, by its words, or only by when it wants to be asked again.
void set_limited(api_result& out, const exchange& came, utc_time now) {
  const std::string type = to_lower_case(std::string{came.response->header("x-ratelimit-type")});
  const std::string message = to_lower_case(out.message);
  const std::optional<utc_time> asked_for = wait_asked_for(came, now);
  const bool says_second = type == "qps" || message.find("per-second") != std::string::npos ||
                           message.find("concurrent") != std::string::npos;
  const bool says_day = type.starts_with("daily") || message.find("daily") != std::string::npos;
  const bool is_far = asked_for && *asked_for - now > std::chrono::hours{1};
  if (says_day || (!says_second && is_far)) {
    const utc_time midnight = next_day(now);
    out.again_at = iso_time(asked_for && *asked_for > now ? *asked_for : midnight);
    set(out, result_kind::daily_limit, "daily-limit-reached", advice::next_day);
  } else {
    set(out, result_kind::too_fast, "calls-too-fast",
        "Lower the rate with --calls-a-second, or run again when other apps of the account are idle.");
  }
}

void set_redirected(api_result& out, const http_response& response, const redaction& secrets) {
  out.message = "redirected to " + one_line(secrets.redact(response.header("location")));
  set(out, result_kind::refused, "redirected",
      "The service URL is wrong, or a proxy asks for a login; no secret was sent on.");
}

void set_certificate_refused(api_result& out, const exchange& came, const redaction& secrets) {
  out.message = one_line(secrets.redact(came.failure));
  set(out, result_kind::failed, "certificate-refused", advice::certificate);
}

api_result answer_with_headers(const exchange& came, const redaction& secrets) {
  api_result out;
  if (came.response) {
    out.http_status = came.response->status;
    out.tracking_id = one_line(secrets.redact(came.response->header("x-zm-trackingid")));
  }
  return out;
}

api_result classify(const endpoint& asked, const exchange& came, const json_value& body, const redaction& secrets,
                    utc_time now) {
  api_result out = answer_with_headers(came, secrets);
  if (came.certificate_refused) {
    set_certificate_refused(out, came, secrets);
    return out;
  }
  if (!came.response) {
    out.message = one_line(secrets.redact(came.failure));
    set_unanswered(out, &asked, came.may_have_arrived, "no-answer");
    return out;
  }
  const http_response& response = *came.response;
  const said words = words_of(body, response.body);
  const bool is_success_status = response.status == asked.success;
  const bool is_error_in_disguise = words.code.value_or(0) != 0 && !(is_success_status && words.message.empty());
  if (is_success_status && !is_error_in_disguise) {
    set(out, result_kind::done, "done", "");
    return out;
  }
  out.code = words.code;
  out.message = one_line(secrets.redact(words.message));
  if (response.status == 429) {
    set_limited(out, came, now);
  } else if (response.status >= 500) {
    set_unanswered(out, &asked, came.may_have_arrived, "server-error");
  } else if (response.status < 400 && response.status >= 300 && !words.code) {
    set_redirected(out, response, secrets);
  } else if (response.status < 300 && !is_error_in_disguise) {
    // Something took the request, and in none of the ways that are documented.
    set_unanswered(out, &asked, true, "status-not-documented");
  } else if (words.code == 120 && words.message.empty()) {
    set(out, result_kind::refused, "no-file-arrived", advice::part);
  } else if (const known_error* const row = known(known_errors, response.status, words); row != nullptr) {
    set(out, row->kind, row->outcome, row->advice);
  } else {
    set(out, result_kind::refused, "not-known", "Zoom does not document this response; it is shown in full.");
  }
  return out;
}

}  // namespace

std::optional<utc_time> wait_asked_for(const exchange& came, utc_time now) {
  return came.response ? retry_after(came.response->header("retry-after"), now) : std::nullopt;
}

api_response read_response(const endpoint& asked, const exchange& came, const redaction& secrets, utc_time now) {
  api_response ended;
  if (came.response && came.response->is_whole) {
    ended.body = parsed(came.response->body);
  }
  ended.what = classify(asked, came, ended.body, secrets, now);
  if (ended.what.ok() && asked.method == method::get && !ended.body.is_object()) {
    ended.what.message =
        came.response->is_whole ? "the response is not a JSON object" : "the response was cut short or is too long";
    set(ended.what, result_kind::failed, "answer-unreadable",
        "Run again; if it persists, look for a proxy that answers instead of Zoom.");
  }
  return ended;
}

api_result classify_token(const exchange& came, const json_value& body, const redaction& secrets, utc_time now) {
  api_result out = answer_with_headers(came, secrets);
  if (came.certificate_refused) {
    set_certificate_refused(out, came, secrets);
    return out;
  }
  if (!came.response) {
    out.message = "the sign-in service: " + one_line(secrets.redact(came.failure));
    set(out, result_kind::failed, "no-answer", advice::again);
    return out;
  }
  if (came.response->status == 200) {
    set(out, result_kind::done, "done", "");
    return out;
  }
  // Something else than the documented answer may hold a token all the same.
  const bool may_hold_token = came.response->body.find("access_token") != std::string::npos;
  said words = words_of(body, may_hold_token ? "a response with a token in it" : came.response->body);
  const std::string reason = text_in(body, "reason");
  const std::string error = text_in(body, "error");
  if (!reason.empty() || !error.empty()) {
    words.message = reason + (reason.empty() || error.empty() ? "" : " ") + (error.empty() ? "" : "(" + error + ")");
  }
  out.code = words.code;
  out.message = one_line(secrets.redact(words.message));
  if (came.response->status == 429) {
    set_limited(out, came, now);
    if (out.kind == result_kind::too_fast) {
      set(out, out.kind, "sign-in-too-fast", advice::again);
    }
  } else if (came.response->status >= 500) {
    set(out, result_kind::failed, "server-error", advice::again);
  } else if (came.response->status < 400 && came.response->status >= 300) {
    set_redirected(out, *came.response, secrets);
  } else if (const known_error* row = known(known_token_errors, came.response->status, words); row != nullptr) {
    set(out, row->kind, row->outcome, row->advice);
  } else {
    set(out, result_kind::failed, "not-known", advice::token);
  }
  if (came.response->status == 429 || came.response->status >= 500) {
    out.message = out.message.empty() ? "the sign-in service returned HTTP " + std::to_string(out.http_status)
                                      : "the sign-in service says: " + out.message;
  }
  return out;
}

}  // namespace preflight::upload
