#pragma once

#include <optional>
#include <string>

#include <preflight/preflight.h>
#include <preflight/destination.hpp>

namespace preflight::c {

/// A destination with its own texts, so that a copy of it stands alone.
class owned_destination {
 public:
  owned_destination() = default;
  owned_destination(std::string name, const destination* base);

  [[nodiscard]] int set(const char* key, const char* value);

  /// Good as long as this is, and unchanged.
  [[nodiscard]] destination limits() const;
  [[nodiscard]] bool is_consistent() const;

 private:
  destination limits_;
  std::string name_;
  std::optional<std::string> title_;
  std::optional<std::string> service_;
  bool has_safe_max_bytes_ = false;  ///< of its own
  bool has_max_bytes_ = false;
};

}  // namespace preflight::c

struct mpf_destination {
  preflight::c::owned_destination own;
};
