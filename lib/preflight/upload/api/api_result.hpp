#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/upload/api/api_error.hpp>

namespace preflight::upload {

enum class result_kind : std::uint8_t {
  done,         ///< the documented success
  refused,      ///< refused by the service; repeating it would not help
  failed,       ///< failed and nothing was stored; a retry may work
  too_fast,     ///< rate limit, even after retries
  daily_limit,  ///< no more calls of this kind until the next day (UTC)
  uncertain     ///< unknown whether the request was carried out
};
inline constexpr std::array<std::string_view, 6> result_kind_names{"done",     "refused",     "failed",
                                                                   "too-fast", "daily-limit", "uncertain"};
[[nodiscard]] constexpr std::string_view name_of(result_kind k) {
  return result_kind_names[static_cast<std::size_t>(k)];
}

/// Result of one call. Its texts contain no secrets.
struct api_result {
  result_kind kind = result_kind::failed;
  api_error error = api_error::none;
  int http_status = 0;                    ///< 0 if there was no response
  std::optional<long long> code{};        ///< the service's error code
  std::string message{};                  ///< message of the service, or why there is no response; one line
  std::string advice{};                   ///< a sentence: what to do; may be empty
  std::string tracking_id{};              ///< for the service's support; may be empty
  std::optional<std::string> again_at{};  ///< ISO 8601, UTC: when a daily limit ends, where the service says so

  [[nodiscard]] bool ok() const { return kind == result_kind::done; }
};

/// What the service said, what to do, and when a daily limit ends.
[[nodiscard]] inline std::string sentence_of(const api_result& result) {
  std::string out = result.message;
  out += out.empty() || out.ends_with('.') ? "" : ".";
  for (const std::string& sentence :
       {result.advice, result.again_at ? "The limit ends at " + *result.again_at + '.' : std::string{}}) {
    out += out.empty() || sentence.empty() ? "" : " ";
    out += sentence;
  }
  return out;
}

/// A value, there only where the call was done and its response could be read.
template <class T>
struct result_with {
  api_result what;
  std::optional<T> value{};
};

}  // namespace preflight::upload
