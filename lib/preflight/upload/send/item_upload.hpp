#pragma once

#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/run_context.hpp>
#include <preflight/upload/send/file_snapshot.hpp>

namespace preflight::upload {

/// Brings one file, which was read whole, to one target. `entry` has everything but the result, which is the caller's
/// to note. The request is in the ledger before its first byte leaves. After a lost response the service's list is
/// asked for the file, and what that cannot decide is unknown. Throws ledger_error and interrupted, but only where the
/// service was not asked to take the file, and nothing was deleted. `run` has a ledger and a service.
[[nodiscard]] item_result upload_item(const plan_item& item, const file_snapshot& file, ledger_entry& entry,
                                      run_context& run);

/// Deletes what an item replaces that is there already, because an earlier run ended before it did. What does not work
/// is said in the message of the result.
void remove_older(const plan_item& item, ledger_entry& entry, run_context& run, item_result& there);

}  // namespace preflight::upload
