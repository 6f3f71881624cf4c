#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace preflight {

/// What became of one file for one target.
enum class upload_outcome : std::uint8_t {
  planned,        ///< nothing yet: it would be sent
  sent,           ///< the service has it, and says so
  already_there,  ///< an earlier request had brought these bytes there
  refused,        ///< by a rule here, or by the service; the same request would be refused again
  failed,         ///< it did not work and nothing was stored
  queued,         ///< not tried, because the run had to end before
  unknown         ///< the service may have it or not; a person must look
};
inline constexpr std::array<std::string_view, 7> upload_outcome_names{"planned", "sent",   "already-there", "refused",
                                                                      "failed",  "queued", "unknown"};
[[nodiscard]] constexpr std::string_view name_of(upload_outcome o) {
  return upload_outcome_names[static_cast<std::size_t>(o)];
}

}  // namespace preflight
