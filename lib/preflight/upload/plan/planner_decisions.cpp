#include <algorithm>
#include <utility>

#include <preflight/text/formats/utc_time.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/ledger/reconcile.hpp>
#include <preflight/upload/plan/planner.hpp>

namespace preflight::upload {

constexpr std::chrono::minutes longest_request{10};

/// What is known of one target while its items are decided.
struct planner::target_state {
  const background_settings* settings = nullptr;                   ///< nullptr: not known
  const api_result* failure = nullptr;                             ///< of asking for them
  std::string not_asked;                                           ///< why, where somebody should have been
  std::set<std::string> accounted;                                 ///< ids that the ledger knows
  std::map<std::pair<purpose, std::string>, std::size_t> planned;  ///< item by content
  std::vector<ledger_entry> own_files;                             ///< that could be deleted, oldest first
  std::uint32_t taken = 0;                                         ///< places
  std::uint32_t rejected = 0;                                      ///< items that there was no place for

  [[nodiscard]] std::span<const stored_file> listed() const {
    return settings == nullptr ? std::span<const stored_file>{} : std::span{settings->files};
  }
};

void planner::resolve_target(std::size_t target) {
  const std::span<const std::size_t> items = items_of(target);
  const plan_item& first = out_.what.items[items.front()];
  const bool is_asked = run_.zoom != nullptr &&
                        std::ranges::any_of(items, [&](std::size_t i) { return is_listed(out_.what.items[i].what); });
  std::string not_asked = is_asked ? ask(first.target) : std::string{};
  const std::lock_guard lock{guard_};
  calls_planned_ += is_asked ? 1U : 0U;
  out_.what.asked += is_asked && not_asked.empty() ? 1U : 0U;
  refuse_several_pictures(items);
  target_state state = state_of(first.target, std::move(not_asked));
  for (const std::size_t i : items) {
    if (out_.what.items[i].action == upload_outcome::planned) {
      decide_item(i, state);
    }
  }
}

/// Why nothing was asked; empty where something was.
std::string planner::ask(const target& target) {
  if (std::string reason = run_.stopper.stop_reason(); !reason.empty()) {
    return reason;
  }
  const std::string name = text_of(target);
  settle(target);
  result_with<background_settings>& settings = out_.listed.find(name)->second;
  settings = run_.zoom->backgrounds_of(target);
  run_.stopper.record_response(settings.what, call_side::asking);
  return {};
}

/// A request that was cut off a moment ago may still be worked on by the service.
void planner::settle(const target& target) {
  if (run_.ledger == nullptr) {
    return;
  }
  for (const ledger_entry& entry : run_.ledger->of_target(text_of(target), background_of(target.kind))) {
    // Of a request whose process is gone, only its beginning is known; it ended before this run began.
    const utc_time ended = entry.state == ledger_state::in_flight
                               ? std::max(time_of(entry), std::min(start_, time_of(entry) + longest_request))
                               : time_of(entry);
    const auto age = run_.clock.today() - ended;
    if (is_open_question(entry) && age < run_.options.settle) {
      run_.clock.wait(run_.options.settle - std::max(age, decltype(age)::zero()));
    }
  }
}

/// A picture replaces the one before it, so of two different ones for a target neither is what is wanted.
void planner::refuse_several_pictures(std::span<const std::size_t> items) {
  const auto other_picture = [&](const plan_item& item) {
    return std::ranges::find_if(items, [&](std::size_t other) {
      const plan_item& candidate = out_.what.items[other];
      return candidate.what == item.what && candidate.sha256 != item.sha256;
    });
  };
  for (const std::size_t i : items) {
    if (!replaces(out_.what.items[i].what)) {
      continue;
    }
    if (const auto other = other_picture(out_.what.items[i]); other != items.end()) {
      apply_rules(i, {.other_picture = out_.what.items[*other].path});
    }
  }
}

planner::target_state planner::state_of(const target& target, std::string not_asked) {
  target_state state;
  state.not_asked = std::move(not_asked);
  const std::string name = text_of(target);
  if (const auto listed = out_.listed.find(name); listed != out_.listed.end() && state.not_asked.empty()) {
    const auto& [result, settings] = listed->second;
    state.settings = settings ? &*settings : nullptr;
    state.failure = settings ? nullptr : &result;
    state.taken = settings ? static_cast<std::uint32_t>(settings->files.size()) : 0;
  }
  if (run_.ledger == nullptr) {
    return state;
  }
  for (ledger_entry& entry : run_.ledger->of_target(name, background_of(target.kind))) {
    if (entry.state != ledger_state::sent || entry.zoom_id.empty()) {
      continue;
    }
    state.accounted.insert(entry.zoom_id);
    const bool is_listed =
        state.settings != nullptr &&
        std::ranges::find(state.settings->files, entry.zoom_id, &stored_file::id) != state.settings->files.end();
    if (is_listed && !requested_contents_.contains({name, entry.sha256})) {
      state.own_files.push_back(std::move(entry));
    }
  }
  return state;
}

void planner::decide_item(std::size_t i, target_state& state) {
  plan_item& item = out_.what.items[i];
  const std::pair content{item.what, item.sha256};
  if (const auto same = state.planned.find(content); same != state.planned.end()) {
    const plan_item& earlier = out_.what.items[same->second];
    run_position position;
    position.same_bytes_as = earlier.path;
    apply_rules(i, {.in_run = &position});
    if (item.action == upload_outcome::planned) {
      item.action = earlier.action == upload_outcome::planned ? upload_outcome::already_there : earlier.action;
      item.same_as = same->second;
      item.zoom_id = earlier.zoom_id;
      item.message = "The same bytes go to this target as " + earlier.path + ".";
    }
    return;
  }
  if (is_decided_unasked(item, state)) {
    return;
  }
  check_history(item, state);
  if (item.action == upload_outcome::planned) {
    reserve_slot(i, state);
  } else if (item.action == upload_outcome::already_there) {
    finish_replacement(item, state);
  }
  state.planned.emplace(content, i);
}

/// What there is to say of a background whose target could not be asked about; false: go on without.
bool planner::is_decided_unasked(plan_item& item, const target_state& state) {
  if (!is_listed(item.what) || (state.not_asked.empty() && state.failure == nullptr)) {
    return false;
  }
  const bool is_day_over =
      state.failure != nullptr ? state.failure->kind == result_kind::daily_limit : run_.stopper.is_day_over();
  if (is_day_over && run_.ledger != nullptr) {
    const auto earlier = run_.ledger->find(text_of(item.target), item.what, item.sha256);
    if (earlier && earlier->state == ledger_state::sent) {
      item.action = upload_outcome::already_there;
      item.zoom_id = earlier->zoom_id;
      item.message = "Sent on " + iso_time(time_of(*earlier)) +
                     " according to the ledger; Zoom was not asked, because the daily limit is reached.";
      return true;
    }
  }
  if (is_day_over && aim_ == planning_aim::later_run) {
    item.message = "The daily limit was reached before this target was looked up; apply will do that.";
    return false;
  }
  if (state.failure != nullptr) {
    item.action = outcome_of(state.failure->kind);
    item.http_status = state.failure->http_status;
    item.code = state.failure->code;
    item.message = "The target could not be looked up: " + sentence_of(*state.failure);
  } else {
    item.action = upload_outcome::queued;
    item.message = not_tried(state.not_asked);
  }
  return true;
}

void planner::check_history(plan_item& item, const target_state& state) const {
  if (run_.ledger == nullptr || run_.zoom == nullptr) {
    return;
  }
  const std::string target = text_of(item.target);
  if (replaces(item.what)) {
    apply_earlier_picture(item, run_.ledger->of_target(target, item.what), run_.options.ledger_name);
    if (item.action == upload_outcome::already_there && state.settings != nullptr && is_listed(item.what) &&
        state.settings->wallpaper != item.zoom_id) {
      item.action = upload_outcome::planned;
      item.message = "The picture that was sent is no longer the wallpaper.";
    }
  } else if (const auto earlier = run_.ledger->find(target, item.what, item.sha256);
             earlier && state.settings != nullptr) {
    apply_earlier_background(item, *earlier, {state.settings->files, state.accounted, run_.clock.today()},
                             run_.options.ledger_name);
  }
}

/// The wallpaper that would be replaced must be one that may be; false: it is refused.
bool planner::may_replace(std::size_t i, const background_settings& settings) {
  plan_item& item = out_.what.items[i];
  if (!settings.wallpaper) {
    return true;
  }
  const std::vector<ledger_entry> sent =
      run_.ledger == nullptr ? std::vector<ledger_entry>{} : run_.ledger->of_target(text_of(item.target), item.what);
  const bool is_ours = std::ranges::find(sent, *settings.wallpaper, &ledger_entry::zoom_id) != sent.end();
  if (run_.options.replace == replacement::none || (run_.options.replace == replacement::own && !is_ours)) {
    run_position position;
    position.accepted_before = 1;
    apply_rules(i, {.in_run = &position});
    return item.action == upload_outcome::planned;
  }
  item.deletes = {{*settings.wallpaper, "the wallpaper"}};
  item.replaces_older = true;
  return true;
}

/// A run that ended between sending a new version and deleting the older one left that one.
void planner::finish_replacement(plan_item& item, target_state& state) const {
  if (run_.options.replace == replacement::none || run_.ledger == nullptr || replaces(item.what)) {
    return;
  }
  const std::vector<ledger_entry> in_order = run_.ledger->of_target(text_of(item.target), item.what);
  const auto present = std::ranges::find(in_order, item.sha256, &ledger_entry::sha256);
  const auto older = std::ranges::find_if(state.own_files, [&](const ledger_entry& file) {
    return file.file_name == item.file_name &&
           std::ranges::find(in_order.begin(), present, file.sha256, &ledger_entry::sha256) != present;
  });
  if (older != state.own_files.end()) {
    item.deletes = {{older->zoom_id, older->file_name}};
    item.replaces_older = true;
    state.own_files.erase(older);
  }
}

void planner::reserve_slot(std::size_t i, target_state& state) {
  plan_item& item = out_.what.items[i];
  if (replaces(item.what)) {
    calls_planned_ += state.settings == nullptr || may_replace(i, *state.settings) ? 1U : 0U;
    return;
  }
  const auto twin = std::ranges::find_if(state.listed(), [&](const stored_file& file) {
    return file.name == item.file_name && file.bytes == item.bytes && !state.accounted.contains(file.id);
  });
  const bool looks_there = twin != state.listed().end();
  if (looks_there && run_.options.adopt && !twin->id.empty()) {
    item.action = upload_outcome::already_there;
    item.zoom_id = twin->id;
    item.message = "Adopted: Zoom has a file of this name and size.";
    state.accounted.insert(twin->id);
    return;
  }
  std::vector<ledger_entry> left = state.own_files;
  std::uint32_t taken = state.taken;
  const auto is_full = [&] {
    const auto& most = out_.policies[i].where->max_files;
    return most && taken >= most->value;
  };
  const auto remove = [&](std::vector<ledger_entry>::iterator entry) {
    item.deletes.push_back({entry->zoom_id, entry->file_name});
    left.erase(entry);
    --taken;
  };
  const auto older = std::ranges::find(left, item.file_name, &ledger_entry::file_name);
  if (run_.options.replace != replacement::none && older != left.end()) {
    // The new one first, so that there always is one; it needs a place meanwhile.
    item.replaces_older = !(is_full() && run_.options.make_room);
    remove(older);
    taken += item.replaces_older ? 1U : 0U;
  }
  while (run_.options.make_room && is_full() && !left.empty()) {
    remove(left.begin());
  }
  run_position position;
  position.accepted_before = taken + state.rejected;
  const bool had_no_place = is_full();
  apply_rules(i, {.in_run = &position, .looks_there = looks_there});
  if (item.action != upload_outcome::planned) {
    state.rejected += had_no_place ? 1U : 0U;
    item.deletes.clear();
    return;
  }
  state.own_files = std::move(left);
  state.taken = taken + (item.replaces_older ? 0 : 1);
  ++calls_planned_;
}

}  // namespace preflight::upload
