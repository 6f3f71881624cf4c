#pragma once

#include <string>

#include <preflight/upload/send/file_policy.hpp>

#include "config/policies.hpp"
#include "decode/decode_client.hpp"
#include "options/send_options.hpp"

namespace preflight::cli {

/// Judges files for sending: by the configuration that counts where they lie, and down to depth decode, in the workers.
class file_judging {
 public:
  /// `folder`: where relative paths start from; empty is the working folder. Throws fatal_error.
  file_judging(const sending_request& request, std::string folder, const standard_streams& around);
  file_judging(const file_judging&) = delete;
  file_judging& operator=(const file_judging&) = delete;
  ~file_judging() = default;

  [[nodiscard]] upload::file_policy& how() { return how_; }
  [[nodiscard]] policies& rules(upload::purpose what) {
    return what == upload::purpose::background ? backgrounds_ : pictures_;
  }

 private:
  [[nodiscard]] upload::inspection_result check_file(std::span<const unsigned char> bytes,
                                                     decode_client& decoder) const;

  std::string folder_;
  decode_settings decoding_;
  policies backgrounds_;
  policies pictures_;
  upload::file_policy how_;
};

}  // namespace preflight::cli
