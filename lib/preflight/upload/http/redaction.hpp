#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::upload {

/// What must appear in no text. Used by several threads at once.
class redaction {
 public:
  /// An empty secret is ignored.
  void add_secret(std::string secret);
  /// The text with each secret replaced by "[redacted]", also where it is escaped as in JSON.
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  mutable std::mutex guard_;
  std::vector<std::string> secrets_;  ///< longest first, so that one inside another leaves nothing of it
};

}  // namespace preflight::upload
