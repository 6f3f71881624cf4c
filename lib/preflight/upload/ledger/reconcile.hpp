#pragma once

#include <set>

#include <preflight/text/formats/utc_time.hpp>
#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/plan.hpp>

namespace preflight::upload {

/// What the service's list says of a background whose request got no response.
struct reconciliation {
  enum class verdict : std::uint8_t {
    stored,      ///< one file of that name and size is there that was not there before
    not_stored,  ///< nothing new is there that could be it
    unclear      ///< something is there that may be it or somebody else's
  };
  verdict what = verdict::unclear;
  std::string zoom_id;  ///< of the stored file
};

/// `entry` is the request as the ledger has it, `accounted` are ids of files known to be something else.
[[nodiscard]] reconciliation reconcile_listing(const ledger_entry& entry, std::span<const stored_file> now,
                                               const std::set<std::string>& accounted);

/// A request whose result is unknown.
[[nodiscard]] bool is_open_question(const ledger_entry& entry);
[[nodiscard]] utc_time time_of(const ledger_entry& entry);

/// What the service lists of a target; `accounted` are ids of files that the ledger knows.
struct listing {
  std::span<const stored_file> files;
  const std::set<std::string>& accounted;
  utc_time read_at;
};

/// What an item that would be sent becomes by what the ledger knows of its target, and for a background by what the
/// service lists. `ledger` is how commands that are named to people call its
/// file; empty: they need not. Changes outcome, id and message, or nothing.
void apply_earlier_picture(plan_item& item, std::span<const ledger_entry> of_target, std::string_view ledger = {});
void apply_earlier_background(plan_item& item, const ledger_entry& earlier, const listing& listing,
                              std::string_view ledger = {});

}  // namespace preflight::upload
