#include <algorithm>
#include <array>
#include <ctime>

#include <preflight/upload/earlier_requests.hpp>
#include <preflight/upload/lost_answer.hpp>

namespace preflight::upload {
namespace {

std::string forgetting(const plan_item& item) {
  return "media-preflight ledger forget --target " + text_of(item.whose);
}

}  // namespace

bool is_open_question(const ledger_entry& entry) {
  return entry.state == ledger_state::in_flight || entry.state == ledger_state::unknown;
}

std::chrono::system_clock::time_point time_of(const ledger_entry& entry) {
  return std::chrono::system_clock::time_point{std::chrono::microseconds{entry.changed}};
}

std::string iso_time(std::chrono::system_clock::time_point when) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

void apply_earlier_picture(plan_item& item, std::span<const ledger_entry> of_target) {
  // A picture replaces the one before it, so only the last one that was sent is there.
  const auto last = std::find_if(of_target.rbegin(), of_target.rend(), [](const ledger_entry& each) {
    return each.state == ledger_state::sent || is_open_question(each);
  });
  if (last == of_target.rend() || last->sha256 != item.sha256) {
    return;
  }
  if (last->state == ledger_state::sent) {
    item.to_do = outcome::already_there;
    item.message = "Sent on " + iso_time(time_of(*last)) +
                   "; whether somebody replaced it since cannot be seen. To send it again: " + forgetting(item);
  } else {
    item.message =
        "The answer to an earlier request was lost; a picture sent again replaces itself, which is harmless.";
  }
}

void apply_earlier_background(plan_item& item, const ledger_entry& earlier, std::span<const stored_file> now,
                              const std::set<std::string>& accounted) {
  if (earlier.state == ledger_state::sent) {
    const auto there = std::find_if(now.begin(), now.end(), [&](const stored_file& each) {
      return !each.id.empty() && accounted.contains(each.id) ? each.id == earlier.zoom_id : looks_like(each, earlier);
    });
    const std::string when = iso_time(time_of(earlier));
    if (there != now.end()) {
      item.to_do = outcome::already_there;
      item.zoom_id = there->id;
      item.message = "Sent on " + when + ".";
    } else {
      item.message = "The earlier copy, sent on " + when + ", was no longer there.";
    }
  } else if (is_open_question(earlier)) {
    const lost_answer found = decide(earlier, now, accounted);
    switch (found.what) {
      case lost_answer::verdict::stored:
        item.to_do = outcome::already_there;
        item.zoom_id = found.zoom_id;
        item.message = "The answer to an earlier request was lost, and the service's list has the file.";
        break;
      case lost_answer::verdict::unclear:
        item.to_do = outcome::unknown;
        item.message =
            "The answer to an earlier request was lost, and the service's list has a file that may be it or not. Look "
            "at the target's backgrounds, then: " +
            forgetting(item);
        break;
      case lost_answer::verdict::not_stored:
        item.message = "The answer to an earlier request was lost, and the service's list does not have the file.";
        break;
    }
  }
}

}  // namespace preflight::upload
