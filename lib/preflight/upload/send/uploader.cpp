#include <preflight/upload/send/uploader.hpp>

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <preflight/upload/ledger/reconcile.hpp>
#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/send/detail/parallel_for.hpp>
#include <preflight/upload/send/item_upload.hpp>

namespace preflight::upload {
namespace {

ledger_state state_of(upload_outcome outcome) {
  using enum ledger_state;
  constexpr std::array states{queued, sent, sent, refused, failed, queued, unknown};
  static_assert(states.size() == upload_outcome_names.size());
  return states[static_cast<std::size_t>(outcome)];
}

class uploader {
 public:
  uploader(planner& planner, run_context& run)
      : planner_{planner}, plan_{planner.result()}, run_{run}, results_(plan_.what.items.size()) {}

  void upload_all() {
    for (std::size_t i = 0; i < plan_.what.items.size(); ++i) {
      if (plan_.what.items[i].action != upload_outcome::planned) {
        enforce_approved(i);
        give(i, decided(i));
      }
    }
    // What is missing is sent before a call is spent on seeing that the rest is still there.
    upload_targets(0, planner_.open_targets());
    upload_targets(planner_.open_targets(), planner_.targets());
    // It is said with every item that is queued for it where that cannot be recorded.
    static_cast<void>(attempt([&] { record_queued(); }));
  }

 private:
  void upload_targets(std::size_t first, std::size_t end) {
    parallel_for(end - first, run_.options.parallel, [&] {
      return [&, inspect = run_.files.make_inspector()](std::size_t index) {
        // What cannot be decided is as good as planned, and is queued because the run has ended.
        static_cast<void>(attempt([&] { planner_.resolve_target(first + index); }));
        std::vector<std::string> added;
        for (const std::size_t i : planner_.items_of(first + index)) {
          give(i, upload_item(i, inspect, added));
        }
      };
    });
  }

  /// What keeps a step from its end ends the run, and is returned; empty where nothing did.
  template <class Step>
  std::string attempt(const Step& step) {
    std::string reason;
    try {
      step();
    } catch (const ledger_error& error) {
      reason = error.what();
    } catch (const interrupted& error) {
      reason = error.what();
    }
    if (!reason.empty()) {
      run_.stopper.stop(reason);
    }
    return reason;
  }

  /// Shows results in the order of the plan, in whatever order they come.
  void give(std::size_t i, item_result result) {
    run_.observers.on_done(result);
    const std::lock_guard lock{showing_};
    results_[i] = std::move(result);
    for (; shown_ < results_.size() && results_[shown_]; ++shown_) {
      run_.observers.on_result(shown_, *results_[shown_]);
    }
  }

  void enforce_approved(std::size_t i) {
    if (run_.options.approved != nullptr) {
      enforce_approval(run_.options.approved->items[i], plan_.what.items[i]);
    }
  }

  /// `added` are the ids of what this run has put there, which the service's list of before does not have.
  item_result upload_item(std::size_t i, const inspector& inspect, std::vector<std::string>& added) {
    enforce_approved(i);
    const plan_item& item = plan_.what.items[i];
    if (item.same_as) {
      return like_the_earlier(item);
    }
    return item.action == upload_outcome::planned ? send_item(i, inspect, added) : decided(i);
  }

  /// What planning has decided. That an earlier request did arrive is news for the ledger.
  item_result decided(std::size_t i) {
    const plan_item& item = plan_.what.items[i];
    if (item.action == upload_outcome::queued && !item.sha256.empty()) {
      queue(i, item.message);
    }
    item_result out{item.action, item.zoom_id, {}, item.http_status, item.code, item.message, item.findings};
    if (item.action == upload_outcome::already_there || item.action == upload_outcome::unknown) {
      static_cast<void>(attempt([&] {
        const std::optional<ledger_entry> known = run_.ledger->find(text_of(item.target), item.what, item.sha256);
        ledger_entry entry = known ? *known : entry_of(item);  // what was adopted is not known
        if (known ? entry.state != state_of(item.action) : item.action == upload_outcome::already_there) {
          entry.state = state_of(item.action);
          entry.zoom_id = item.zoom_id;
          if (!is_open_question(entry)) {
            entry.before.clear();
          }
          run_.ledger->put(entry);
        }
        if (!item.deletes.empty() && run_.stopper.stop_reason().empty()) {
          remove_older(item, entry, run_, out);
        }
      }));
    }
    return out;
  }

  item_result like_the_earlier(const plan_item& item) {
    const std::lock_guard lock{showing_};
    item_result out = results_[*item.same_as].value_or(item_result{});
    out.what = out.what == upload_outcome::sent ? upload_outcome::already_there : out.what;
    out.http_status = 0;
    out.code.reset();
    out.message = item.message;
    out.findings = item.findings;
    return out;
  }

  item_result send_item(std::size_t i, const inspector& inspect, std::vector<std::string>& added) {
    const plan_item& item = plan_.what.items[i];
    if (const std::string reason = run_.stopper.stop_reason(); !reason.empty()) {
      return queued(i, reason);
    }
    const judged_by& policy = plan_.policies[i];
    const file_snapshot file =
        read_and_hash(absolute(run_.options.folder, item.path), max_bytes_of(*policy.where), run_.files.known, inspect,
                      [&](const facts& seen) { return is_refused(seen, item.path, policy); });
    if (std::optional<item_result> changed = unlike_planned(i, file)) {
      return *changed;
    }
    item_result out;
    const std::string reason = attempt([&] {
      ledger_entry entry = entry_of(item);
      entry.before.insert(entry.before.end(), added.begin(), added.end());
      out = upload::upload_item(item, file, entry, run_);
      record(entry, out);
    });
    if (!reason.empty()) {
      return queued(i, reason);
    }
    if (out.what == upload_outcome::sent && !out.zoom_id.empty()) {
      added.push_back(out.zoom_id);
    }
    out.message = out.message.empty() ? item.message : out.message;
    out.findings = item.findings;
    return out;
  }

  /// What is sent must be what was planned, and must pass by what was seen in these very bytes.
  std::optional<item_result> unlike_planned(std::size_t i, const file_snapshot& file) {
    const plan_item& item = plan_.what.items[i];
    item_result out{.what = upload_outcome::refused,
                    .findings = judge_item(file, item.path, plan_.policies[i], request_of(item), nullptr)};
    if (has_error(out.findings)) {
      out.message = "The file has changed since it was checked, and no longer passes.";
    } else if (std::string blocker = send_blocker(file, *plan_.policies[i].where); !blocker.empty()) {
      out.message = std::move(blocker);
    } else if (file.sha256 != item.sha256) {
      out.message = run_.options.approved != nullptr ? "The file has changed since it was planned; plan again."
                                                     : "The file has changed since it was checked; run again.";
    } else {
      return std::nullopt;
    }
    return out;
  }

  ledger_entry entry_of(const plan_item& item) {
    const std::string target = text_of(item.target);
    ledger_entry entry = run_.ledger->find(target, item.what, item.sha256).value_or(ledger_entry{});
    entry.target = target;
    entry.what = item.what;
    entry.sha256 = item.sha256;
    entry.path = absolute(run_.options.folder, item.path);
    entry.file_name = item.file_name;
    entry.bytes = item.bytes;
    entry.before.clear();
    const auto listed = plan_.listed.find(target);
    if (is_listed(item.what) && listed != plan_.listed.end() && listed->second.value) {
      for (const stored_file& file : listed->second.value->files) {
        entry.before.push_back(file.id);
      }
      // A list may be late: what was sent a moment ago is not new when it shows.
      for (const ledger_entry& earlier : run_.ledger->of_target(target, item.what)) {
        entry.before.push_back(earlier.zoom_id);
      }
    }
    return entry;
  }

  void record(ledger_entry& entry, item_result& result) {
    entry.state = state_of(result.what);
    entry.zoom_id = result.zoom_id;
    entry.http_status = result.http_status;
    entry.code = result.code;
    entry.message = result.message;
    if (!is_open_question(entry)) {
      entry.before.clear();
    }
    if (const std::string reason = attempt([&] { run_.ledger->put(entry); }); !reason.empty()) {
      result.message += (result.message.empty() ? "" : " ") + ("This could not be recorded: " + reason + ".");
    }
  }

  item_result queued(std::size_t i, const std::string& reason) {
    item_result out{
        .what = upload_outcome::queued, .message = not_tried(reason), .findings = plan_.what.items[i].findings};
    queue(i, out.message);
    return out;
  }

  void queue(std::size_t i, const std::string& message) {
    const std::lock_guard lock{queueing_};
    queued_.emplace_back(i, message);
  }

  /// In one go, and never over what the ledger knows of a request.
  void record_queued() {
    std::vector<ledger_entry> entries;
    for (const auto& [i, message] : queued_) {
      ledger_entry entry = entry_of(plan_.what.items[i]);
      if (entry.changed != 0 && (entry.state == ledger_state::sent || is_open_question(entry))) {
        continue;
      }
      entry.before.clear();
      entry.state = ledger_state::queued;
      entry.message = message;
      entries.push_back(std::move(entry));
    }
    run_.ledger->put(entries);
  }

  planner& planner_;
  fresh_plan& plan_;
  run_context& run_;
  std::mutex showing_;  ///< of results_ and shown_
  std::vector<std::optional<item_result>> results_;
  std::size_t shown_ = 0;
  std::mutex queueing_;
  std::vector<std::pair<std::size_t, std::string>> queued_;
};

}  // namespace

void send(planner& planner, run_context& run) { uploader{planner, run}.upload_all(); }

}  // namespace preflight::upload
