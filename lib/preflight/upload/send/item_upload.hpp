#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <preflight/rule.hpp>
#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/ledger/reconcile_listing.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/send/file_snapshot.hpp>
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
[[nodiscard]] item_result result_of(upload_outcome what, const api_result& said);

struct item_upload_options {
  unsigned tries = 3;                       ///< where it is certain that the one before stored nothing, or harmless
  std::chrono::milliseconds settle{2'000};  ///< how long after a lost answer the service's list may be behind
  std::function<void(const api_result&)> record_response = {};  ///< of every call
  std::function<void(const std::string& why)> ended = {};       ///< where run() could not go on, and does not throw
};

/// Brings one file to one target. The request is in the ledger before its first byte leaves; what came of it is the
/// caller's to note. An answer that is lost is asked for in the service's list, and what that cannot decide is unknown.
class item_upload {
 public:
  /// `file` was read whole. `entry` has everything but what comes of it, and must stay.
  item_upload(const plan_item& item, const file_snapshot& file, ledger_entry& entry, zoom_api& to, ledger& book,
              clock& time, const item_upload_options& how)
      : item_{item}, file_{file}, entry_{entry}, to_{to}, book_{book}, time_{time}, how_{how} {}

  /// Throws ledger_error and interrupted, but only where the service was not asked to take the file, and nothing was
  /// deleted.
  [[nodiscard]] item_result run();

 private:
  [[nodiscard]] item_result attempt();
  [[nodiscard]] std::optional<item_result> make_room();
  [[nodiscard]] item_result picture();
  [[nodiscard]] item_result background();
  [[nodiscard]] upload_payload prepared();
  [[nodiscard]] std::optional<std::vector<std::string>> still_listed(const std::vector<std::string>& ids);
  [[nodiscard]] std::string id_in_list();
  [[nodiscard]] reconciliation ask_list();
  [[nodiscard]] reconciliation ask_list_patiently();
  void hear(const api_result& said);

  const plan_item& item_;
  const file_snapshot& file_;
  ledger_entry& entry_;
  zoom_api& to_;
  ledger& book_;
  clock& time_;
  const item_upload_options& how_;
  bool is_in_doubt_ = false;
  std::optional<api_result> rejection_;  ///< the last answer, where it says that nothing was carried out
  std::optional<bool> made_room_ = false;
};

}  // namespace preflight::upload
