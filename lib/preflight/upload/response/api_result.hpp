#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace preflight::upload {

enum class result_kind : std::uint8_t {
  done,         ///< the documented success
  refused,      ///< the service says no; the same request would be refused again
  failed,       ///< it did not work and nothing was stored; another try may work
  too_fast,     ///< the limit per second, still after the tries that are made here
  daily_limit,  ///< no more calls of this kind until the next day (UTC)
  uncertain     ///< the request may have been carried out, and nobody knows
};
inline constexpr std::array<std::string_view, 6> result_kind_names{"done",     "refused",     "failed",
                                                                   "too-fast", "daily-limit", "lost"};
[[nodiscard]] constexpr std::string_view name_of(result_kind k) {
  return result_kind_names[static_cast<std::size_t>(k)];
}

/// What came of one call, with nothing secret in any of its texts.
struct api_result {
  result_kind kind = result_kind::failed;
  std::string_view outcome;         ///< a stable kebab-case name of what happened: "file-too-large", "scope-missing"
  int http_status = 0;              ///< 0 where no answer came
  std::optional<long long> code{};  ///< the service's own
  std::string message{};            ///< what the service says, or why there is no answer; one line
  std::string advice{};             ///< a sentence: what to do; may be empty
  std::string tracking_id{};        ///< for the service's support; may be empty
  std::optional<std::string> again_at{};  ///< ISO 8601, UTC: when a daily limit ends, where the service says so

  [[nodiscard]] bool ok() const { return kind == result_kind::done; }
};

/// A value, there only where the call was done and its answer could be read.
template <class T>
struct result_with {
  api_result what;
  std::optional<T> value{};
};

}  // namespace preflight::upload
