#pragma once

#include <optional>
#include <span>
#include <string>

#include <preflight/upload/api/stored_file.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/response/api_result.hpp>

namespace preflight::upload {

/// What planning and sending ask of a service; zoom_client is the one there is, and tests have others. Called by
/// several threads at once.
class zoom_api {
 public:
  zoom_api() = default;
  zoom_api(const zoom_api&) = delete;
  zoom_api& operator=(const zoom_api&) = delete;
  virtual ~zoom_api() = default;

  [[nodiscard]] virtual result_with<background_settings> backgrounds_of(const target& target) = 0;
  [[nodiscard]] virtual result_with<stored_file> upload_background(const target& target,
                                                                   const upload_payload& file) = 0;
  /// What it would be answered, where that is known without asking.
  [[nodiscard]] virtual std::optional<api_result> known_refusal(const target& target) = 0;
  [[nodiscard]] virtual api_result delete_backgrounds(const target& target, std::span<const std::string> ids) = 0;
  [[nodiscard]] virtual api_result upload_picture(const target& target, const upload_payload& file) = 0;
};

/// Any client with these calls as a service. Not owned.
template <class Client>
class zoom_api_adapter final : public zoom_api {
 public:
  explicit zoom_api_adapter(Client& client) : client_{&client} {}

  result_with<background_settings> backgrounds_of(const target& target) override {
    return client_->backgrounds_of(target);
  }
  std::optional<api_result> known_refusal(const target& target) override { return client_->known_refusal(target); }
  result_with<stored_file> upload_background(const target& target, const upload_payload& file) override {
    return client_->upload_background(target, file);
  }
  api_result delete_backgrounds(const target& target, std::span<const std::string> ids) override {
    return client_->delete_backgrounds(target, ids);
  }
  api_result upload_picture(const target& target, const upload_payload& file) override {
    return client_->upload_picture(target, file);
  }

 private:
  Client* client_;
};

}  // namespace preflight::upload
