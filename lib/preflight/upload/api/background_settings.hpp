#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace preflight::upload {

/// A background as the service lists it. It tells no checksum.
struct stored_file {
  std::string id{};  ///< empty where the service did not tell
  std::string name{};
  std::optional<std::uint64_t> bytes{};
  bool is_video = false;
  bool is_default = false;
};

/// What the settings of a user, group or account say about backgrounds; what they do not say is unset.
struct background_settings {
  std::optional<bool> enabled{};
  std::optional<bool> videos_allowed{};
  std::optional<bool> uploads_allowed{};
  std::vector<stored_file> files{};
};

}  // namespace preflight::upload
