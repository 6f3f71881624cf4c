#pragma once

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
  int http_status = 0;
  std::optional<long long> code{};
  std::string message{};
  std::vector<finding> findings{};
  std::optional<bool> made_room = false;  ///< whether plan_item::deletes were deleted; unset: nobody knows
};

[[nodiscard]] item_result result_of(upload_outcome outcome, const api_result& result);

/// "Skipped: the run was interrupted."
[[nodiscard]] std::string not_tried(const std::string& reason);

}  // namespace preflight::upload
