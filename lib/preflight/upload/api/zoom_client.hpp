#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/api/stored_file.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/log.hpp>
#include <preflight/upload/response/api_result.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/retry/rates.hpp>

namespace preflight::upload {

struct client_options {
  service_urls urls{};
  zoom_plan plan = zoom_plan::pro;
  std::optional<std::uint32_t> calls_a_second{};  ///< instead of the plan's rates; 0: as fast as it goes
  std::chrono::milliseconds connect_within{10'000};
  std::chrono::milliseconds silent_for{60'000};  ///< longest time in which no byte moves
  std::chrono::milliseconds whole_call{600'000};
  log_level most_detail = log_level::error;
  log_sink log{};
};

/// A file to send. Nothing is copied: the bytes must stay until the call returns.
struct upload_payload {
  std::span<const unsigned char> bytes;
  std::string file_name;              ///< what form_file_name() gave
  std::string_view mime_type;         ///< sniffed, never guessed from the name
  std::function<void()> before = {};  ///< called after every wait, just before a first byte can leave; once a try
  /// Called before the wait for another try, with an answer that says that this one was not carried out.
  std::function<void(const api_result&)> on_rejected = {};
};

/// What the token says.
struct session {
  bool is_app = false;                 ///< then `me` is nobody
  std::optional<std::string> granted;  ///< its scopes, separated by spaces or commas; unset for a ready token
};

/// Zoom's REST API, as far as it is needed here. One client for all threads; each call waits for its turn under the
/// rate limits, refreshes the token once where it has run out, and repeats what a limit per second refused. A request
/// that may have been carried out is never repeated. Throws nothing of its own but bad_settings in the constructor;
/// what `before` or the timekeeper throw passes through.
class zoom_client {
 public:
  zoom_client(credentials who, client_options how, clock& time);
  zoom_client(const zoom_client&) = delete;
  zoom_client& operator=(const zoom_client&) = delete;
  zoom_client(zoom_client&&) = delete;
  zoom_client& operator=(zoom_client&&) = delete;
  ~zoom_client();

  /// Gets a token where one is needed, and nothing else; the other calls do so themselves.
  [[nodiscard]] result_with<session> sign_in();

  [[nodiscard]] result_with<background_settings> backgrounds_of(const target& target);
  [[nodiscard]] result_with<stored_file> upload_background(const target& target, const upload_payload& file);
  /// What upload_background() would answer without a request, where that is known: see circuit_breaker.
  [[nodiscard]] std::optional<api_result> known_refusal(const target& target) const;
  /// Precondition: `ids` is not empty.
  [[nodiscard]] api_result delete_backgrounds(const target& target, std::span<const std::string> ids);

  /// For a user; for another target they are refused without a call.
  [[nodiscard]] api_result upload_picture(const target& target, const upload_payload& file);
  [[nodiscard]] api_result delete_picture(const target& target);

  [[nodiscard]] result_with<std::vector<im_group>> im_groups();
  [[nodiscard]] result_with<im_group> im_group_of(std::string_view id);
  [[nodiscard]] api_result update_im_group(std::string_view id, const im_group_change& change,
                                           form_encoding how = form_encoding::json);
  [[nodiscard]] result_with<std::vector<std::string>> im_group_members(std::string_view id);
  /// Precondition: `who` is not empty. In calls of ten, up to the first that is not done; there is always a value.
  /// Where some were added, a wait that is interrupted ends it with an answer as well, its outcome "interrupted".
  [[nodiscard]] result_with<added_members> add_im_group_members(std::string_view id,
                                                                std::span<const im_group_member> who);

 private:
  class state;
  std::unique_ptr<state> state_;
};

}  // namespace preflight::upload
