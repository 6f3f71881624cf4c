#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>

#include <preflight/upload/api/background_settings.hpp>
#include <preflight/upload/ledger/ledger.hpp>

namespace preflight::upload {

/// What the service's list says of a background whose request got no answer.
struct reconciliation {
  enum class verdict : std::uint8_t {
    stored,      ///< one file of that name and size is there that was not there before
    not_stored,  ///< nothing is there that could be it
    unclear      ///< something is there that may be it or somebody else's
  };
  verdict what = verdict::unclear;
  std::string zoom_id;  ///< of the stored file
};

/// `entry` is the request as the ledger has it, `accounted` are ids of files known to be something else.
[[nodiscard]] reconciliation reconcile_listing(const ledger_entry& entry, std::span<const stored_file> now,
                                               const std::set<std::string>& accounted);

/// Whether a listed file is of this name, or of this size: the service may have renamed it or packed it anew.
[[nodiscard]] bool may_be(const stored_file& listed, const ledger_entry& one);
/// Whether a listed file is of this name and size. A size that the service does not tell fits any.
[[nodiscard]] bool looks_like(const stored_file& listed, const ledger_entry& one);

}  // namespace preflight::upload
