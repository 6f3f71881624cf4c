#include <algorithm>

#include <preflight/upload/ledger/reconcile_item.hpp>
#include <preflight/upload/ledger/reconcile_listing.hpp>
#include <preflight/upload/retry/utc_time.hpp>

namespace preflight::upload {
namespace {

/// A command about exactly this item, to be copied into a shell.
std::string ledger_command(std::string_view action, const plan_item& item, std::string_view ledger) {
  std::string out{"media-preflight ledger "};
  out.append(action).append(" --target ").append(shell_word(text_of(item.target)));
  out.append(" --purpose ").append(name_of(item.what)).append(" --sha256 ").append(item.sha256);
  return ledger.empty() ? out : out.append(" --ledger ").append(shell_word(ledger));
}

}  // namespace

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
    return std::string{text};
  }
  std::string out{"'"};
  for (const char each : text) {
    each == '\'' ? out += "'\\''" : out += each;
  }
  return out += '\'';
}

bool is_open_question(const ledger_entry& entry) {
  return entry.state == ledger_state::in_flight || entry.state == ledger_state::unknown;
}

std::chrono::system_clock::time_point time_of(const ledger_entry& entry) {
  return std::chrono::system_clock::time_point{std::chrono::microseconds{entry.changed}};
}

void apply_earlier_picture(plan_item& item, std::span<const ledger_entry> of_target, std::string_view ledger) {
  // A picture replaces the one before it, so only the last one that was sent is there.
  const auto last = std::find_if(of_target.rbegin(), of_target.rend(), [](const ledger_entry& each) {
    return each.state == ledger_state::sent || is_open_question(each);
  });
  if (last == of_target.rend() || last->sha256 != item.sha256) {
    return;
  }
  if (last->state == ledger_state::sent) {
    item.action = upload_outcome::already_there;
    item.message = "Sent on " + iso_time(time_of(*last)) +
                   "; it may have been replaced since. To send it again: " + ledger_command("forget", item, ledger);
  } else {
    item.message = "An earlier response was lost; sending the picture again only replaces it.";
  }
}

void apply_earlier_background(plan_item& item, const ledger_entry& earlier, std::span<const stored_file> now,
                              const std::set<std::string>& accounted, std::string_view ledger) {
  if (earlier.state == ledger_state::sent) {
    const auto there = std::find_if(now.begin(), now.end(), [&](const stored_file& each) {
      if (!earlier.zoom_id.empty()) {
        return each.id == earlier.zoom_id;
      }
      // Without an id somebody else has decided that it is there, where the list alone could not.
      return (each.id.empty() || !accounted.contains(each.id)) && may_be(each, earlier);
    });
    const bool may_be_unnamed = std::any_of(
        now.begin(), now.end(), [&](const stored_file& each) { return each.id.empty() && looks_like(each, earlier); });
    const std::string when = iso_time(time_of(earlier));
    if (there != now.end()) {
      item.action = upload_outcome::already_there;
      item.zoom_id = there->id;
      item.message = "Sent on " + when + ".";
    } else if (may_be_unnamed) {
      item.action = upload_outcome::unknown;
      item.zoom_id = earlier.zoom_id;
      item.message = "Sent on " + when +
                     "; Zoom's list has a file without an id that may be this one. Check the target's backgrounds; if "
                     "it is missing, this sends it again: " +
                     ledger_command("forget", item, ledger);
    } else {
      item.message = "The earlier copy, sent on " + when + ", is no longer there.";
    }
  } else if (is_open_question(earlier)) {
    const reconciliation found = reconcile_listing(earlier, now, accounted);
    switch (found.what) {
      case reconciliation::verdict::stored:
        item.action = upload_outcome::already_there;
        item.zoom_id = found.zoom_id;
        item.message = "An earlier response was lost, but Zoom's list has the file.";
        break;
      case reconciliation::verdict::unclear:
        item.action = upload_outcome::unknown;
        item.message =
            "An earlier response was lost, and Zoom's list has a file that may be this one. Check the target's "
            "backgrounds. If it is there: " +
            ledger_command("settle --there", item, ledger) +
            "; if not: " + ledger_command("settle --not-there", item, ledger);
        break;
      case reconciliation::verdict::not_stored:
        item.message = "An earlier response was lost, and Zoom's list does not have the file.";
        break;
    }
  }
}

}  // namespace preflight::upload
