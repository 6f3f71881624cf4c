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
class service {
 public:
  service() = default;
  service(const service&) = delete;
  service& operator=(const service&) = delete;
  virtual ~service() = default;

  [[nodiscard]] virtual answered<background_settings> backgrounds_of(const target& whose) = 0;
  [[nodiscard]] virtual answered<stored_file> upload_background(const target& whose, const outgoing& file) = 0;
  /// What it would be answered, where that is known without asking.
  [[nodiscard]] virtual std::optional<answer> known_refusal(const target& whose) = 0;
  [[nodiscard]] virtual answer delete_backgrounds(const target& whose, std::span<const std::string> ids) = 0;
  [[nodiscard]] virtual answer upload_picture(const target& whose, const outgoing& file) = 0;
};

/// Any client with these calls as a service. Not owned.
template <class Client>
class service_of final : public service {
 public:
  explicit service_of(Client& client) : client_{&client} {}

  answered<background_settings> backgrounds_of(const target& whose) override { return client_->backgrounds_of(whose); }
  std::optional<answer> known_refusal(const target& whose) override { return client_->known_refusal(whose); }
  answered<stored_file> upload_background(const target& whose, const outgoing& file) override {
    return client_->upload_background(whose, file);
  }
  answer delete_backgrounds(const target& whose, std::span<const std::string> ids) override {
    return client_->delete_backgrounds(whose, ids);
  }
  answer upload_picture(const target& whose, const outgoing& file) override {
    return client_->upload_picture(whose, file);
  }

 private:
  Client* client_;
};

}  // namespace preflight::upload
