#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/api/target.hpp>

namespace preflight::upload {

/// A background as the service lists it. It tells no checksum.
struct stored_file {
  std::string id{};  ///< empty where the service did not tell
  std::string name{};
  std::optional<std::uint64_t> bytes{};
  bool is_video = false;
  bool is_default = false;
};

/// What the settings of a user, group or account, or the branding of a webinar, say about backgrounds; what they do not
/// say is unset.
struct background_settings {
  std::optional<bool> enabled{};
  std::optional<bool> videos_allowed{};
  std::optional<bool> uploads_allowed{};
  std::vector<stored_file> files{};
  std::optional<std::string> wallpaper{};  ///< id of a webinar's
};

/// A file to send. Nothing is copied: the bytes must stay until the call returns.
struct upload_payload {
  std::span<const unsigned char> bytes;
  std::string file_name;              ///< what form_file_name() gave
  std::string_view mime_type;         ///< sniffed, never guessed from the name
  std::function<void()> before = {};  ///< called after every wait, just before a first byte can leave; once a try
  /// Called before the wait for another try, with a result that says that this one was not carried out.
  std::function<void(const api_result&)> on_rejected = {};
};

/// The calls that planning and sending make; zoom_client is the real one, and tests have others. Called by several
/// threads at once.
class zoom_api {
 public:
  zoom_api() = default;
  zoom_api(const zoom_api&) = delete;
  zoom_api& operator=(const zoom_api&) = delete;
  virtual ~zoom_api() = default;

  [[nodiscard]] virtual result_with<background_settings> backgrounds_of(const target& target) = 0;
  [[nodiscard]] virtual result_with<stored_file> upload_background(const target& target,
                                                                   const upload_payload& file) = 0;
  /// The result of upload_background(), where it is known without a request.
  [[nodiscard]] virtual std::optional<api_result> known_refusal(const target& target) = 0;
  /// Precondition: `ids` is not empty.
  [[nodiscard]] virtual api_result delete_backgrounds(const target& target, std::span<const std::string> ids) = 0;
  /// A user's profile picture, or a webinar's wallpaper; for another target it is refused without a call.
  [[nodiscard]] virtual api_result upload_picture(const target& target, const upload_payload& file) = 0;
};

}  // namespace preflight::upload
