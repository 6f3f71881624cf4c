#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/retry/rates.hpp>

namespace preflight::upload {

enum class log_level : std::uint8_t { error, info, debug, trace };
inline constexpr std::array<std::string_view, 4> log_level_names{"error", "info", "debug", "trace"};
[[nodiscard]] constexpr std::string_view name_of(log_level l) { return log_level_names[static_cast<std::size_t>(l)]; }

/// Receives lines without their end, secrets already removed; called by several threads at once.
using log_sink = std::function<void(log_level, std::string_view line)>;

struct client_options {
  service_urls urls{};
  zoom_plan plan = zoom_plan::pro;
  std::optional<std::uint32_t> calls_a_second{};  ///< instead of the plan's rates; 0: as fast as it goes
  std::chrono::milliseconds connect_within{10'000};
  std::chrono::milliseconds silent_for{60'000};  ///< longest time in which no byte moves
  std::chrono::milliseconds whole_call{600'000};
  std::chrono::milliseconds keep_trying{0};  ///< how long an outage of the service is waited out
  log_level most_detail = log_level::error;
  log_sink log{};
};

/// What the token says.
struct session {
  bool is_app = false;                 ///< then there is no user `me`
  std::optional<std::string> granted;  ///< its scopes, separated by spaces or commas; unset for a ready token
};

/// Zoom's REST API, as far as it is needed here. One client for all threads; each call waits for its turn under the
/// rate limits, refreshes the token once where it has run out, and repeats what a limit per second refused. A request
/// that may have been carried out is never repeated. Throws nothing of its own but bad_settings in the constructor;
/// what `before` or the clock throw passes through.
class zoom_client final : public zoom_api {
 public:
  zoom_client(credentials app, client_options options, upload::clock& clock);
  ~zoom_client() override;

  /// Gets a token where one is needed, and nothing else; the other calls do so themselves.
  [[nodiscard]] result_with<session> sign_in();

  [[nodiscard]] result_with<background_settings> backgrounds_of(const target& target) override;
  [[nodiscard]] result_with<stored_file> upload_background(const target& target, const upload_payload& file) override;
  [[nodiscard]] std::optional<api_result> known_refusal(const target& target) override;
  [[nodiscard]] api_result delete_backgrounds(const target& target, std::span<const std::string> ids) override;
  [[nodiscard]] api_result upload_picture(const target& target, const upload_payload& file) override;
  /// The same as of upload_picture().
  [[nodiscard]] api_result delete_picture(const target& target);

  [[nodiscard]] result_with<std::vector<im_group>> im_groups();
  [[nodiscard]] result_with<im_group> im_group_of(std::string_view id);
  [[nodiscard]] api_result update_im_group(std::string_view id, const group_form& form,
                                           form_encoding encoding = form_encoding::json);

 private:
  class caller;
  std::unique_ptr<caller> caller_;
};

}  // namespace preflight::upload
