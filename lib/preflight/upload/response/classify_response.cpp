#include <preflight/upload/response/classify_response.hpp>

#include <algorithm>
#include <span>

#include <preflight/text/ascii_case.hpp>
#include <preflight/upload/response/error_table.hpp>

namespace preflight::upload {
namespace {

constexpr std::size_t max_shown_bytes = std::size_t{16} << 10;

/// What a body says, as far as it says anything.
struct service_words {
  std::optional<long long> code;
  std::string message;
};

/// "Validation Failed. (email: Invalid field.)"
void append_errors(std::string& message, const json_value& body) {
  std::string errors;
  for (const json_value& error : list_in(body, "errors")) {
    errors += (errors.empty() ? "" : "; ") + text_in(error, "field") + ": " + text_in(error, "message");
  }
  if (!errors.empty()) {
    message += (message.empty() ? "(" : " (") + errors + ')';
  }
}

service_words words_of(const json_value& body, const std::string& text) {
  service_words words;
  words.code = number_in(body, "code");
  words.message = text_in(body, "message");
  append_errors(words.message, body);
  if (!words.code && words.message.empty()) {
    words.message = text;
  }
  return words;
}

/// On one line, and of a length that a report can bear. Without secrets before: what is cut could not be found any
/// more.
std::string one_line(std::string text) {
  if (text.size() > max_shown_bytes) {
    text = text.substr(0, max_shown_bytes) + "...";
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

const known_error* find_error(std::span<const known_error> table, int status, const service_words& words) {
  const std::string message = ascii_lower(words.message);
  for (const std::span<const known_error> rows : {std::span<const known_error>{known_errors::codes}, table}) {
    const auto row = std::ranges::find_if(rows, [&](const known_error& known) {
      return (known.status == 0 || known.status == status) && (known.code == 0 || known.code == words.code) &&
             (known.says.empty() || message.find(known.says) != std::string::npos);
    });
    if (row != rows.end()) {
      return &*row;
    }
  }
  return nullptr;
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
    } else {
      out_.message = shown(traffic.failure);
    }
  }

  void set(result_kind kind, api_error error, std::string_view advice) {
    out_.kind = kind;
    out_.error = error;
    out_.advice = advice;
  }
  void set_words(const service_words& words) {
    out_.code = words.code;
    out_.message = shown(words.message);
  }

  /// Where there is no response.
  void set_unreached() {
    if (traffic_.certificate_refused) {
      set(result_kind::failed, api_error::certificate_refused, advice::certificate);
    } else {
      set_unanswered(api_error::no_answer, traffic_.may_have_arrived);
    }
  }

  /// No response, or one of a server that may have begun the work.
  void set_unanswered(api_error error, bool may_have_arrived) {
    if (changes_ && may_have_arrived) {
      set(result_kind::uncertain, error,
          "It is unknown whether Zoom carried out the request; it is not repeated until that is known.");
    } else {
      set(result_kind::failed, error, advice::again);
    }
  }

  /// 429 is either kind of limit, and tells by a header, by its words, or only by when it wants to be asked again.
  void set_limited(api_error too_fast, std::string_view too_fast_advice) {
    const std::string type = ascii_lower(traffic_.response->header("x-ratelimit-type"));
    const std::string message = ascii_lower(out_.message);
    const std::optional<utc_time> retry_at = retry_time(traffic_, now_);
    const bool says_second = type == "qps" || message.find("per-second") != std::string::npos ||
                             message.find("concurrent") != std::string::npos;
    const bool says_day = type.starts_with("daily") || message.find("daily") != std::string::npos;
    const bool is_far = retry_at && *retry_at - now_ > std::chrono::hours{1};
    if (says_day || (!says_second && is_far)) {
      out_.again_at = iso_time(retry_at && *retry_at > now_ ? *retry_at : next_day(now_));
      set(result_kind::daily_limit, api_error::daily_limit_reached, advice::next_day);
    } else {
      set(result_kind::too_fast, too_fast, too_fast_advice);
    }
  }

  void set_redirected() {
    out_.message = "redirected to " + shown(traffic_.response->header("location"));
    set(result_kind::refused, api_error::redirected,
        "The service URL is wrong, or a proxy asks for a login; no secret was sent on.");
  }

  /// What the table knows; `other` for what it does not.
  void set_known(std::span<const known_error> table, const service_words& words, const known_error& other) {
    const known_error* const row = find_error(table, traffic_.response->status, words);
    const known_error& known = row != nullptr ? *row : other;
    set(known.kind, known.error, known.advice);
  }

  [[nodiscard]] bool may_have_arrived() const { return traffic_.may_have_arrived; }
  [[nodiscard]] api_result& result() { return out_; }

 private:
  [[nodiscard]] std::string shown(std::string_view text) const { return one_line(secrets_.redact(text)); }

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
    return out.set(result_kind::done, api_error::none, "");
  }
  out.set_words(words);
  if (response.status == 429) {
    out.set_limited(api_error::calls_too_fast,
                    "Lower the rate with --calls-a-second, or run again when other apps of the account are idle.");
  } else if (response.status >= 500) {
    out.set_unanswered(api_error::server_error, out.may_have_arrived());
  } else if (response.status < 400 && response.status >= 300 && !words.code) {
    out.set_redirected();
  } else if (response.status < 300 && !is_error_in_disguise) {
    // Something took the request, and in none of the ways that are documented.
    out.set_unanswered(api_error::status_not_documented, true);
  } else if (words.code == 120 && words.message.empty()) {
    out.set(result_kind::refused, api_error::no_file_arrived, advice::part);
  } else {
    out.set_known(known_errors::calls, words, {.advice = "Zoom does not document this response; it is shown in full."});
  }
}

}  // namespace

std::optional<utc_time> retry_time(const exchange& traffic, utc_time now) {
  return traffic.response ? retry_after(traffic.response->header("retry-after"), now) : std::nullopt;
}

api_response read_response(const endpoint& target, const exchange& traffic, const redaction& secrets, utc_time now) {
  api_response out;
  result_builder builder{traffic, secrets, now, target.method != method::get};
  if (!traffic.response || traffic.certificate_refused) {
    builder.set_unreached();
    return {builder.result()};
  }
  if (traffic.response->is_whole) {
    out.body = parsed(traffic.response->body);
  }
  classify(builder, target, *traffic.response, out.body);
  if (builder.result().ok() && target.method == method::get && !out.body.is_object()) {
    builder.set(result_kind::failed, api_error::answer_unreadable,
                "Run again; if it persists, look for a proxy that answers instead of Zoom.");
    builder.result().message =
        traffic.response->is_whole ? "the response is not a JSON object" : "the response was cut short or is too long";
  }
  out.what = builder.result();
  return out;
}

api_result classify_token(const exchange& traffic, const json_value& body, const redaction& secrets, utc_time now) {
  result_builder builder{traffic, secrets, now, false};
  api_result& out = builder.result();
  if (!traffic.response || traffic.certificate_refused) {
    builder.set_unreached();
    out.message = (traffic.certificate_refused ? "" : "the sign-in service: ") + out.message;
    return out;
  }
  const int status = traffic.response->status;
  if (status == 200) {
    builder.set(result_kind::done, api_error::none, "");
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
  if (status == 429) {
    builder.set_limited(api_error::sign_in_too_fast, advice::again);
  } else if (status >= 500) {
    builder.set_unanswered(api_error::server_error, false);
  } else if (status < 400 && status >= 300) {
    builder.set_redirected();
  } else {
    builder.set_known(known_errors::tokens, words, {.kind = result_kind::failed, .advice = advice::token});
  }
  if (status == 429 || status >= 500) {
    out.message = out.message.empty() ? "the sign-in service returned HTTP " + std::to_string(status)
                                      : "the sign-in service says: " + out.message;
  }
  return out;
}

}  // namespace preflight::upload
