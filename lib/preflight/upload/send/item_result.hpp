#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <preflight/rule.hpp>
#include <preflight/upload/api/api_result.hpp>
#include <preflight/upload/upload_outcome.hpp>

namespace preflight::upload {

/// What became of one item.
struct item_result {
  upload_outcome what = upload_outcome::queued;
  std::string zoom_id{};
  std::string location{};  ///< where the service says that it stored the file
  int http_status = 0;
  std::optional<long long> code{};
  std::string message{};
  std::vector<finding> findings{};
  std::optional<bool> made_room = false;  ///< whether plan_item::deletes were deleted; unset: unknown
};

/// What a call that ended so makes of an item.
[[nodiscard]] constexpr upload_outcome outcome_of(result_kind kind) {
  using enum upload_outcome;
  constexpr std::array outcomes{sent, refused, failed, failed, queued, unknown};
  static_assert(outcomes.size() == result_kind_names.size());
  return outcomes[static_cast<std::size_t>(kind)];
}

/// "Skipped: the run was interrupted."
[[nodiscard]] inline std::string not_tried(const std::string& reason) {
  return "Skipped: " + reason + (reason.ends_with('.') ? "" : ".");
}

}  // namespace preflight::upload
