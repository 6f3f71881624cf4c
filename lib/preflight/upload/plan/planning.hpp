#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/plan/recipients.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/send/file_policy.hpp>

namespace preflight::upload {

/// A stage of planning, for a progress line.
enum class planning_stage : std::uint8_t { reading, asking };

struct planning_options {
  std::string folder;      ///< absolute; where relative paths start from. The files are opened from there.
  bool make_room = false;  ///< older files of ours may be deleted where a target is full
  zoom_plan rates = zoom_plan::pro;
  std::optional<std::uint32_t> calls_a_second{};  ///< instead of the plan's rates; 0: no limit
  unsigned parallel = 1;                          ///< calls at once; never two for one target
  unsigned readers = 1;                           ///< files looked at at once
  std::string ledger{};                           ///< how messages name the ledger in commands; empty: the usual one
  session who{};                                  ///< what is known of the token
  std::chrono::milliseconds settle{2'000};        ///< how long after a request without an answer the list is believed
  std::function<void(planning_stage, std::size_t done, std::size_t of)> progress = {};  ///< by several threads
  /// It is carried out by another run: what today's calls do not suffice to ask about is planned unasked.
  bool is_for_later = false;
};

/// What the service says of the targets, by text_of().
using listings = std::map<std::string, result_with<background_settings>>;

/// A plan, and what it rests on; good for carrying it out at once.
struct fresh_plan {
  plan what;
  std::vector<judged_by> by;  ///< of each item
  listings listed;
};

/// Looks at every file, asks the service about every target that a good file is for, and decides, for a run to come.
/// Without a service nothing is asked, and everything that is not refused is planned; without a ledger nothing was ever
/// sent. Where nothing more can be asked, the rest is queued.
[[nodiscard]] fresh_plan make_plan(std::span<const upload_request> wanted, file_policy& how, zoom_api* from,
                                   const ledger* known, clock& time, const planning_options& options);

/// What the service said, what to do, and when a daily limit ends.
[[nodiscard]] std::string sentence_of(const api_result& said);
/// "Skipped: the run was interrupted."
[[nodiscard]] std::string not_tried(const std::string& why);

}  // namespace preflight::upload
