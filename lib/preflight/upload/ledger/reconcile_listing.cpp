#include <algorithm>

#include <preflight/upload/ledger/reconcile_listing.hpp>

namespace preflight::upload {

bool looks_like(const stored_file& listed, const ledger_entry& one) {
  return listed.name == one.file_name && listed.bytes.value_or(one.bytes) == one.bytes;
}

bool may_be(const stored_file& listed, const ledger_entry& one) {
  return listed.name == one.file_name || (listed.bytes && *listed.bytes == one.bytes);
}

reconciliation reconcile_listing(const ledger_entry& entry, std::span<const stored_file> now,
                                 const std::set<std::string>& accounted) {
  reconciliation out{reconciliation::verdict::not_stored, {}};
  for (const stored_file& each : now) {
    const bool was_there = std::find(entry.before.begin(), entry.before.end(), each.id) != entry.before.end();
    if (!each.id.empty() && (was_there || accounted.contains(each.id))) {
      continue;
    }
    if (looks_like(each, entry) && !each.id.empty() && out.what == reconciliation::verdict::not_stored) {
      out = {reconciliation::verdict::stored, each.id};
    } else if (may_be(each, entry)) {
      // Also a second one that fits, or one without an id.
      return {reconciliation::verdict::unclear, {}};
    }
  }
  return out;
}

}  // namespace preflight::upload
