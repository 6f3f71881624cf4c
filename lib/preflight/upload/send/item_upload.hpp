#pragma once

#include <optional>
#include <string>
#include <vector>

#include <preflight/upload/ledger/reconcile.hpp>
#include <preflight/upload/run_context.hpp>
#include <preflight/upload/send/file_snapshot.hpp>

namespace preflight::upload {

/// Brings one file to one target. The request is in the ledger before its first byte leaves; its result is the caller's
/// to note. After a lost response the service's list is asked for the file, and what that cannot decide is unknown.
class item_upload {
 public:
  /// `file` was read whole. `entry` has everything but the result, and must stay. The run has a ledger and a service.
  item_upload(const plan_item& item, const file_snapshot& file, ledger_entry& entry, run_context& run)
      : item_{item}, file_{file}, entry_{entry}, run_{run} {}

  /// Throws ledger_error and interrupted, but only where the service was not asked to take the file, and nothing was
  /// deleted.
  [[nodiscard]] item_result run();

 private:
  [[nodiscard]] item_result attempt();
  [[nodiscard]] item_result after_exception(const std::string& reason);
  [[nodiscard]] std::optional<item_result> make_room();
  [[nodiscard]] item_result picture();
  [[nodiscard]] item_result background();
  [[nodiscard]] upload_payload payload();
  [[nodiscard]] std::optional<std::vector<std::string>> still_listed(const std::vector<std::string>& ids);
  [[nodiscard]] std::string id_in_list();
  [[nodiscard]] reconciliation ask_list();
  void record(const api_result& result);

  const plan_item& item_;
  const file_snapshot& file_;
  ledger_entry& entry_;
  run_context& run_;
  bool is_in_doubt_ = false;
  std::optional<api_result> rejection_;  ///< the last result, where it says that nothing was carried out
  std::optional<bool> made_room_ = false;
};

}  // namespace preflight::upload
