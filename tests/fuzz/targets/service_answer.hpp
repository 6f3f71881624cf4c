#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/upload/api/detail/api_json.hpp>
#include <preflight/upload/auth/detail/token_source.hpp>
#include <preflight/upload/response/classify_response.hpp>
#include <preflight/upload/retry/detail/retry_policy.hpp>

#include "fuzz/target.hpp"

namespace fuzz {

using preflight::upload::api_result;
using preflight::upload::result_kind;

inline constexpr std::string_view own_secret = "a-secret-of-ours-0123456789";
inline constexpr preflight::utc_time response_time = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};

/// What came of a request, from a first line with a letter for the call and the status, lines for headers, an empty
/// line and the body: "d200\nretry-after: 20\n\n{}". A capital letter: the body was cut, or is longer than any should
/// be. Below 200, which no final answer has: none came, and the body is why; an odd one: the request may have arrived.
struct sample_exchange {
  std::size_t call = 0;
  preflight::upload::exchange exchange;
};

[[nodiscard]] inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

[[nodiscard]] inline sample_exchange parse_sample(std::string_view text) {
  sample_exchange out;
  const std::string_view first = take_line(text);
  const char letter = first.empty() ? 'a' : first.front();
  out.call = (static_cast<unsigned char>(letter) | 0x20U) - std::size_t{'a'};
  preflight::upload::http_response response;
  response.is_whole = letter < 'A' || letter > 'Z';
  const std::string_view number = first.substr(std::min<std::size_t>(first.size(), 1));
  std::from_chars(number.data(), number.data() + std::min<std::size_t>(number.size(), 3), response.status);
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text)) {
    if (const std::size_t colon = line.find(": "); colon != std::string_view::npos) {
      response.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }
  response.body = text;
  if (response.status < 200) {
    out.exchange.failure = response.body;
    out.exchange.may_have_arrived = response.status % 2 == 1;
  } else {
    out.exchange.response = response;
  }
  return out;
}

inline void promise_not_in(const api_result& result, std::string_view secret) {
  for (const std::string_view text : {std::string_view{result.message}, std::string_view{result.advice},
                                      std::string_view{result.tracking_id}, name_of(result.error)}) {
    promise(text.find(secret) == std::string_view::npos, "a secret is sample");
  }
}

inline void promise_sound(const api_result& result, const preflight::upload::exchange& exchange) {
  promise_not_in(result, own_secret);
  promise(result.ok() == (result.error == preflight::upload::api_error::none), "something happened that has no name");
  promise(result.message.find_first_of("\r\n\t") == std::string::npos, "a message on several lines");
  promise(result.tracking_id.find_first_of("\r\n\t") == std::string::npos, "a tracking id on several lines");
  promise(result.message.size() <= 20'000 && result.tracking_id.size() <= 20'000, "a text that no report can bear");
  promise(result.http_status == (exchange.response ? exchange.response->status : 0),
          "another status than the answer's");
  promise(result.again_at.has_value() == (result.kind == result_kind::daily_limit), "a time when nothing is limited");
  promise(result.kind == result_kind::done || !result.advice.empty(), "no advice about a call that was not done");
  const std::optional<preflight::utc_time> retry_at = retry_time(exchange, response_time);
  const std::chrono::nanoseconds pause = preflight::upload::backoff(
      1, retry_at ? std::optional{std::chrono::nanoseconds{*retry_at - response_time}} : std::nullopt, 0.5);
  promise(pause.count() >= 0 && pause < std::chrono::minutes{1}, "a pause that nobody waits for");
}

inline void promise_sound_call(const preflight::upload::endpoint& endpoint,
                               const preflight::upload::exchange& exchange) {
  using namespace preflight::upload;
  redaction secrets;
  secrets.add_secret(std::string{own_secret});
  const api_response ended = read_response(endpoint, exchange, secrets, response_time);
  promise_sound(ended.what, exchange);
  const bool reads = endpoint.method == method::get;
  promise(!ended.what.ok() || ended.what.http_status == endpoint.success, "done, with a status that is not documented");
  promise(ended.what.kind != result_kind::uncertain || !reads, "a call that changes nothing is lost");
  promise(ended.what.kind != result_kind::uncertain || exchange.may_have_arrived || exchange.response,
          "lost before it was sent");
  promise(!ended.what.ok() || !reads || ended.body.is_object(), "an answer without an object is a list");
  const std::size_t size = exchange.response ? exchange.response->body.size() : 0;
  const std::optional<background_settings> settings = background_settings_in(ended.body);
  promise(!settings || settings->files.size() <= size, "more files than the answer has bytes");
  const std::string id = stored_file_in(ended.body).id + im_group_in(ended.body).id;
  promise(id.size() <= 2 * size, "an id that is longer than the answer");
}

inline void promise_sound_grant(const preflight::upload::exchange& exchange) {
  using namespace preflight::upload;
  redaction secrets;
  secrets.add_secret(std::string{own_secret});
  const result_with<token> got = token_in(exchange, secrets, response_time);
  promise_sound(got.what, exchange);
  promise(got.value.has_value() == got.what.ok(), "a token that is refused, or none that is not");
  const json_value body = exchange.response ? parsed(exchange.response->body) : json_value{};
  // A shorter one may be part of our own words.
  if (const std::string bearer = text_in(body, "access_token"); bearer.size() >= 12) {
    promise_not_in(got.what, bearer);
  }
  if (got.value) {
    const std::string& bearer = got.value->bearer;
    promise(exchange.response->status == 200 && !bearer.empty(), "a token out of nothing");
    promise(bearer.find_first_of(" \t\r\n") == std::string::npos, "a token that ends its header");
    promise(bearer.size() < 12 || secrets.redact("a " + bearer).find(bearer) == std::string::npos,
            "a token that is not hidden");
    promise(got.value->lives.count() >= 0 && got.value->lives <= std::chrono::hours{24}, "a token of any age");
    promise(got.value->api_url.empty() || got.value->api_url.starts_with("https://"),
            "a token goes where all can read it");
  }
}

namespace targets {

/// Any answer of the service has a name, is sample on one line, and says nothing secret.
inline constexpr target service_answer{
    .name = "service_answer",
    .run =
        [](input bytes) {
          const sample_exchange sample = parse_sample({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
          const std::span<const preflight::upload::endpoint> calls = preflight::upload::all_endpoints();
          if (sample.call < calls.size()) {
            promise_sound_call(calls[sample.call], sample.exchange);
          } else {
            promise_sound_grant(sample.exchange);
          }
        },
    .takes_media = false,
};

}  // namespace targets
}  // namespace fuzz
