#include <algorithm>

#include <preflight/text/formats/shell_word.hpp>
#include <preflight/upload/ledger/reconcile.hpp>

namespace preflight::upload {
namespace {

/// Whether a listed file is of this name and size. A size that the service does not tell fits any.
bool looks_like(const stored_file& listed, const ledger_entry& entry) {
  return listed.name == entry.file_name && listed.bytes.value_or(entry.bytes) == entry.bytes;
}

/// Whether a listed file is of this name, or of this size: the service may have renamed it or packed it anew.
bool may_be(const stored_file& listed, const ledger_entry& entry) {
  return listed.name == entry.file_name || (listed.bytes && *listed.bytes == entry.bytes);
}

/// A list that lacks what was sent so recently may only be late.
constexpr std::chrono::minutes list_delay{5};

/// What was stored after its request had been repeated shows only later.
std::string surplus_copies(const ledger_entry& entry, const stored_file& copy, const listing& listing) {
  std::string ids;
  for (const stored_file& file : listing.files) {
    if (looks_like(file, entry) && file.id != copy.id && !listing.accounted.contains(file.id)) {
      ids += (ids.empty() ? "" : ", ") + file.id;
    }
  }
  return ids.empty() ? ids : " Zoom also has surplus files of this name and size: " + ids + '.';
}

/// A command about exactly this entry, to be copied into a shell.
std::string ledger_command(std::string_view action, const ledger_entry& entry, std::string_view ledger) {
  std::string out{"media-preflight ledger "};
  out.append(action).append(" --target ").append(shell_word(entry.target));
  out.append(" --purpose ").append(name_of(entry.what)).append(" --sha256 ").append(entry.sha256);
  out.append(entry.owner.account.empty() ? "" : " --account " + shell_word(entry.owner.account));
  return ledger.empty() ? out : out.append(" --ledger ").append(shell_word(ledger));
}

}  // namespace

reconciliation reconcile_listing(const ledger_entry& entry, std::span<const stored_file> now,
                                 const std::set<std::string>& accounted) {
  reconciliation out{reconciliation::verdict::not_stored, {}};
  bool has_stranger = false;
  for (const stored_file& file : now) {
    const bool was_there = std::find(entry.before.begin(), entry.before.end(), file.id) != entry.before.end();
    if (!file.id.empty() && (was_there || accounted.contains(file.id))) {
      continue;
    }
    if (looks_like(file, entry) && !file.id.empty() && out.what == reconciliation::verdict::not_stored) {
      out = {reconciliation::verdict::stored, file.id};
    } else if (may_be(file, entry)) {
      // Also a second one that fits, or one without an id.
      return {reconciliation::verdict::unclear, {}};
    } else {
      has_stranger = true;  // of another name and size, as a service may give a file that it has packed anew
    }
  }
  return out.what == reconciliation::verdict::not_stored && has_stranger ? reconciliation{} : out;
}

bool is_open_question(const ledger_entry& entry) {
  return entry.state == ledger_state::in_flight || entry.state == ledger_state::unknown;
}

utc_time time_of(const ledger_entry& entry) { return utc_time{std::chrono::microseconds{entry.changed}}; }

void apply_earlier_picture(plan_item& item, std::span<const ledger_entry> of_target, std::string_view ledger) {
  // A picture replaces the one before it, so only the last one that was sent is there.
  const auto last = std::find_if(of_target.rbegin(), of_target.rend(), [](const ledger_entry& entry) {
    return entry.state == ledger_state::sent || is_open_question(entry);
  });
  if (last == of_target.rend() || last->sha256 != item.sha256) {
    return;
  }
  if (last->state == ledger_state::sent) {
    item.action = upload_outcome::already_there;
    item.zoom_id = last->zoom_id;
    item.message = "Sent on " + iso_time(time_of(*last)) +
                   "; it may have been replaced since. To send it again: " + ledger_command("forget", *last, ledger);
  } else {
    item.message = "An earlier response was lost; sending the picture again only replaces it.";
  }
}

void apply_earlier_background(plan_item& item, const ledger_entry& earlier, const listing& listing,
                              std::string_view ledger) {
  const std::span<const stored_file> files = listing.files;
  const std::set<std::string>& accounted = listing.accounted;
  if (earlier.state == ledger_state::sent) {
    const auto copy = std::ranges::find_if(files, [&](const stored_file& file) {
      if (!earlier.zoom_id.empty()) {
        return file.id == earlier.zoom_id;
      }
      // Without an id somebody else has decided that it is there, where the list alone could not.
      return (file.id.empty() || !accounted.contains(file.id)) && may_be(file, earlier);
    });
    const bool may_be_unnamed = std::ranges::any_of(
        files, [&](const stored_file& file) { return file.id.empty() && looks_like(file, earlier); });
    const std::string sent_at = iso_time(time_of(earlier));
    item.zoom_id = copy != files.end() ? copy->id : earlier.zoom_id;
    if (copy != files.end()) {
      item.action = upload_outcome::already_there;
      item.message = "Sent on " + sent_at + '.' + surplus_copies(earlier, *copy, listing);
    } else if (may_be_unnamed) {
      item.action = upload_outcome::unknown;
      item.message = "Sent on " + sent_at +
                     "; Zoom's list has a file without an id that may be this one. Check the target's backgrounds; if "
                     "it is missing, this sends it again: " +
                     ledger_command("forget", earlier, ledger);
    } else if (listing.read_at - time_of(earlier) < list_delay) {
      item.action = upload_outcome::already_there;
      item.message = "Sent on " + sent_at + "; Zoom's list does not show it yet.";
    } else {
      item.zoom_id.clear();
      item.message = "The earlier copy, sent on " + sent_at + ", is no longer there.";
    }
  } else if (is_open_question(earlier)) {
    const reconciliation result = reconcile_listing(earlier, files, accounted);
    switch (result.what) {
      case reconciliation::verdict::stored:
        item.action = upload_outcome::already_there;
        item.zoom_id = result.zoom_id;
        item.message = "An earlier response was lost, but Zoom's list has the file.";
        break;
      case reconciliation::verdict::unclear:
        item.action = upload_outcome::unknown;
        item.message =
            "An earlier response was lost, and Zoom's list has a new file that may be this one. Check the target's "
            "backgrounds. If it is there: " +
            ledger_command("settle --there", earlier, ledger) +
            "; if not: " + ledger_command("settle --not-there", earlier, ledger);
        break;
      case reconciliation::verdict::not_stored:
        item.message = "An earlier response was lost, and Zoom's list does not have the file.";
        break;
    }
  }
}

}  // namespace preflight::upload
