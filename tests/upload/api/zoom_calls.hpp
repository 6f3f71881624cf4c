#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>

#include "upload/api/zoom_server.hpp"

namespace preflight::test {

/// A clock that stands still until somebody waits, and then is at the end of the wait at once.
class manual_clock final : public upload::clock {
 public:
  steady_time now() override {
    const std::lock_guard lock{guard_};
    return start_ + passed_;
  }
  upload::utc_time today() override {
    const std::lock_guard lock{guard_};
    return date_ + std::chrono::duration_cast<std::chrono::system_clock::duration>(passed_);
  }
  using clock::wait;
  void wait(std::chrono::nanoseconds how_long, const std::function<bool()>&) override {
    const std::lock_guard lock{guard_};
    passed_ += how_long;
    waits_.push_back(how_long);
  }

  void pass(std::chrono::nanoseconds how_long) {
    const std::lock_guard lock{guard_};
    passed_ += how_long;
  }
  /// In seconds, without those of less than half a second that keep calls apart.
  [[nodiscard]] std::vector<double> long_waits() {
    const std::lock_guard lock{guard_};
    std::vector<double> long_waits;
    for (const std::chrono::nanoseconds wait : waits_) {
      if (wait >= std::chrono::milliseconds{500}) {
        long_waits.push_back(std::chrono::duration<double>(wait).count());
      }
    }
    return long_waits;
  }

 private:
  std::mutex guard_;
  steady_time start_{};
  upload::utc_time date_ = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{20};
  std::chrono::nanoseconds passed_{};
  std::vector<std::chrono::nanoseconds> waits_;
};

/// Everything that was logged, at the highest detail.
class captured_log {
 public:
  [[nodiscard]] upload::log_sink sink() {
    return [this](upload::log_level, std::string_view line) {
      const std::lock_guard lock{guard_};
      text_.append(line).append("\n");
    };
  }
  [[nodiscard]] std::string text() {
    const std::lock_guard lock{guard_};
    return text_;
  }

 private:
  std::mutex guard_;
  std::string text_;
};

[[nodiscard]] inline upload::credentials app_credentials() {
  return {.account_id = zoom_server::account_id,
          .client_id = zoom_server::client_id,
          .client_secret = zoom_server::client_secret};
}
[[nodiscard]] inline upload::credentials bearer_credentials(std::string bearer) {
  upload::credentials result;
  result.bearer = std::move(bearer);
  return result;
}

[[nodiscard]] inline upload::client_options options_for(const zoom_server& server) {
  upload::client_options result;
  result.urls = {server.api_url(), server.oauth_url(), true};
  result.calls_a_second = 0;
  return result;
}

/// The stand-in with a user, a group and a directory group, and a client that talks to it.
struct zoom_conversation {
  explicit zoom_conversation(const zoom_server::json& state = zoom_server::json::object(),
                             upload::credentials credentials = app_credentials())
      : server{initial(state)}, client{std::move(credentials), with_log(options_for(server)), clock} {}

  [[nodiscard]] static zoom_server::json initial(const zoom_server::json& changes) {
    zoom_server::json state = {
        {"limits", false},
        {"users",
         {{"anna@example.com", zoom_server::json::object()}, {"ben@example.com", zoom_server::json::object()}}},
        {"groups", {{"staff", zoom_server::json::object()}}},
        {"im_groups",
         {{"sales", {{"name", "Sales"}, {"members", {"anna@example.com"}}}}, {"press", {{"name", "Press"}}}}}};
    state.merge_patch(changes);
    return state;
  }
  [[nodiscard]] upload::client_options with_log(upload::client_options options) {
    options.log = log.sink();
    options.most_detail = upload::log_level::trace;
    return options;
  }

  [[nodiscard]] std::size_t requests(const std::string& endpoint) {
    return server.journal()["requests"].value(endpoint, std::size_t{0});
  }

  zoom_server server;
  manual_clock clock;
  captured_log log;
  upload::zoom_client client;
};

inline const upload::target anna{upload::target_kind::user, "anna@example.com"};
inline const upload::target staff{upload::target_kind::group, "staff"};
inline const upload::target own_account{upload::target_kind::account, "me"};

/// The smallest picture there is.
[[nodiscard]] inline std::span<const unsigned char> small_png() {
  static constexpr std::array<unsigned char, 67> bytes{
      0x89, 'P',  'N',  'G',  0x0D, 0x0A, 0x1A, 0x0A, 0,    0,    0,    13,  'I',  'H',  'D',  'R',  0,
      0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,    0,   0x3A, 0x7E, 0x9B, 0x55, 0,
      0,    0,    10,   'I',  'D',  'A',  'T',  0x78, 0x9C, 0x63, 0x60, 0,   0,    0,    2,    0,    1,
      0x48, 0xAF, 0xA4, 0x71, 0,    0,    0,    0,    'I',  'E',  'N',  'D', 0xAE, 0x42, 0x60, 0x82};
  return bytes;
}
[[nodiscard]] inline upload::upload_payload lobby() { return {small_png(), "lobby.png", "image/png"}; }

}  // namespace preflight::test
