#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/upload/another_try.hpp>
#include <preflight/upload/answers.hpp>
#include <preflight/upload/classification.hpp>
#include <preflight/upload/endpoints.hpp>
#include <preflight/upload/http.hpp>
#include <preflight/upload/lasting_refusals.hpp>
#include <preflight/upload/pacing.hpp>
#include <preflight/upload/redaction.hpp>
#include <preflight/upload/token.hpp>
#include <preflight/upload/zoom_client.hpp>

namespace preflight::upload {

/// What one call carries.
struct call_content {
  std::string content_type{};  ///< empty: there is no body
  std::array<std::span<const unsigned char>, 3> body{};
  std::string query{};  ///< with its question mark
  std::function<void()> before{};
  std::function<void(const answer&)> turned_away{};  ///< as of outgoing
};

/// Makes calls: in turn, with a valid token, and again where that is safe.
class calling {
 public:
  calling(credentials who, client_options how, timekeeper& time);

  [[nodiscard]] answered<session> sign_in();
  /// What a call would be answered, where that is known without making it.
  [[nodiscard]] std::optional<answer> known_refusal(call which) { return refusals_.of(which); }
  [[nodiscard]] called make(call which, std::string_view id, const call_content& with);

 private:
  [[nodiscard]] called try_once(const endpoint& one, const token& by, std::string_view id, const call_content& with,
                                exchange& came);
  void log_call(const endpoint& one, const std::string& path, const answer& what) const;
  void log_exchange(const std::string& url, const exchange& came) const;
  void log(log_level level, std::string_view line) const;

  client_options how_;
  timekeeper* time_;
  redaction secrets_;
  http http_;
  pauses pauses_;
  token_source tokens_;
  pacing pacing_;
  lasting_refusals refusals_;
};

}  // namespace preflight::upload
