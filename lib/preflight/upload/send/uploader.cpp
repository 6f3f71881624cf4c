#include <mutex>
#include <utility>

#include <preflight/upload/ledger/reconcile_item.hpp>
#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/send/ordered_results.hpp>
#include <preflight/upload/send/parallel_for.hpp>
#include <preflight/upload/send/send_blocker.hpp>
#include <preflight/upload/send/uploader.hpp>

namespace preflight::upload {
namespace {

ledger_state state_of(upload_outcome what) {
  switch (what) {
    case upload_outcome::sent:
    case upload_outcome::already_there: return ledger_state::sent;
    case upload_outcome::refused: return ledger_state::refused;
    case upload_outcome::queued:
    case upload_outcome::planned: return ledger_state::queued;
    case upload_outcome::unknown: return ledger_state::unknown;
    case upload_outcome::failed: break;
  }
  return ledger_state::failed;
}

item_result plain(upload_outcome what, std::string message) {
  item_result out;
  out.what = what;
  out.message = std::move(message);
  return out;
}

class sender {
 public:
  sender(planner& by, run_stopper& over, file_policy& how, zoom_api& to, ledger& book, clock& time,
         const sending_options& options)
      : by_{by},
        plan_{by.made()},
        ending_{over},
        how_{how},
        to_{to},
        book_{book},
        time_{time},
        options_{options},
        delivering_{options.tries, options.settle,
                    [this](const api_result& said) { ending_.record_response(said, call_side::sending); },
                    [this](const std::string& why) { ending_.stop(why); }},
        results_{plan_.what.items.size(), options.show} {}

  void run() {
    for (std::size_t i = 0; i < plan_.what.items.size(); ++i) {
      if (plan_.what.items[i].action != upload_outcome::planned) {
        enforce_approved(i);
        give(i, decided(i));
      }
    }
    // What is missing is sent before a call is spent on seeing that the rest is still there.
    carry_out(0, by_.open_targets());
    carry_out(by_.open_targets(), by_.targets());
    note_queued();
  }

 private:
  void carry_out(std::size_t from, std::size_t to) {
    parallel_for(to - from, options_.parallel, [&] {
      return [&, with = how_.make_inspector()](std::size_t nth) {
        resolve_target(from + nth);
        std::vector<std::string> added;
        for (const std::size_t i : by_.items_of(from + nth)) {
          give(i, outcome_of(i, with, added));
        }
      };
    });
  }

  void give(std::size_t i, item_result result) {
    if (options_.done) {
      options_.done(result);
    }
    results_.give(i, std::move(result));
  }

  /// What cannot be decided is as good as planned, and is queued because the run has ended.
  void resolve_target(std::size_t target) {
    try {
      by_.resolve_target(target);
    } catch (const ledger_error& error) {
      ending_.stop(error.what());
    } catch (const interrupted& why) {
      ending_.stop(why.what());
    }
  }

  void enforce_approved(std::size_t i) {
    if (options_.approved != nullptr) {
      enforce_approval(options_.approved->items[i], plan_.what.items[i]);
    }
  }

  item_result outcome_of(std::size_t i, const inspector& with, std::vector<std::string>& added) {
    enforce_approved(i);
    const plan_item& item = plan_.what.items[i];
    if (item.same_as) {
      return like_the_earlier(i);
    }
    return item.action == upload_outcome::planned ? send_item(i, with, added) : decided(i);
  }

  /// What planning has decided. That an earlier request did arrive is news for the ledger.
  item_result decided(std::size_t i) {
    const plan_item& item = plan_.what.items[i];
    if (item.action == upload_outcome::queued && !item.sha256.empty()) {
      note_later(i, item.message);
    }
    if (item.action == upload_outcome::already_there || item.action == upload_outcome::unknown) {
      try {
        std::optional<ledger_entry> entry = book_.find(text_of(item.target), item.what, item.sha256);
        if (entry && entry->state != state_of(item.action)) {
          entry->state = state_of(item.action);
          entry->zoom_id = item.zoom_id;
          book_.put(*entry);
        }
      } catch (const ledger_error& error) {
        ending_.stop(error.what());
      }
    }
    return {item.action, item.zoom_id, item.http_status, item.code, item.message, item.findings};
  }

  item_result like_the_earlier(std::size_t i) {
    const plan_item& item = plan_.what.items[i];
    item_result out = results_.of(*item.same_as);
    out.what = out.what == upload_outcome::sent ? upload_outcome::already_there : out.what;
    out.http_status = 0;
    out.code.reset();
    out.message = item.message;
    out.findings = item.findings;
    return out;
  }

  /// `added` are the ids of what this run has put there, which the service's list of before does not have.
  item_result send_item(std::size_t i, const inspector& with, std::vector<std::string>& added) {
    const plan_item& item = plan_.what.items[i];
    if (const std::string why = ending_.stop_reason(); !why.empty()) {
      return queued(i, why);
    }
    const file_snapshot file =
        read_and_hash(absolute(options_.folder, item.path), most_bytes_of(*plan_.by[i].where), how_.known, with);
    if (std::optional<item_result> changed = unlike_planned(i, file)) {
      return *changed;
    }
    item_result out;
    try {
      ledger_entry entry = entry_of(i);
      entry.before.insert(entry.before.end(), added.begin(), added.end());
      out = item_upload{item, file, entry, to_, book_, time_, delivering_}.run();
      note(entry, out);
      if (out.what == upload_outcome::sent && !out.zoom_id.empty()) {
        added.push_back(out.zoom_id);
      }
    } catch (const ledger_error& error) {
      ending_.stop(error.what());
      return queued(i, error.what());
    } catch (const interrupted& why) {
      ending_.stop(why.what());
      return queued(i, why.what());
    }
    out.message = out.message.empty() ? item.message : out.message;
    out.findings = item.findings;
    return out;
  }

  /// What is sent must be what was planned, and must pass by what was seen in these very bytes.
  std::optional<item_result> unlike_planned(std::size_t i, const file_snapshot& file) {
    const plan_item& item = plan_.what.items[i];
    request asked;
    asked.kind = item.target.kind;
    asked.id = item.target.id;
    asked.is_picture = item.what == purpose::picture;
    asked.sent_name = item.file_name;
    item_result out = plain(upload_outcome::refused, {});
    out.findings = judge_item(file, item.path, plan_.by[i], asked, nullptr);
    if (has_error(out.findings)) {
      out.message = "The file has changed since it was checked, and no longer passes.";
      return out;
    }
    if (std::string why = send_blocker(file, *plan_.by[i].where); !why.empty()) {
      out.message = std::move(why);
      return out;
    }
    if (file.sha256 != item.sha256) {
      out.message = options_.approved != nullptr ? "The file has changed since it was planned; plan again."
                                                 : "The file has changed since it was checked; run again.";
      return out;
    }
    return std::nullopt;
  }

  ledger_entry entry_of(std::size_t i) {
    const plan_item& item = plan_.what.items[i];
    ledger_entry entry = book_.find(text_of(item.target), item.what, item.sha256).value_or(ledger_entry{});
    entry.target = text_of(item.target);
    entry.what = item.what;
    entry.sha256 = item.sha256;
    entry.path = absolute(options_.folder, item.path);
    entry.file_name = item.file_name;
    entry.bytes = item.bytes;
    entry.before.clear();
    const auto listed = plan_.listed.find(entry.target);
    if (item.what == purpose::background && listed != plan_.listed.end() && listed->second.value) {
      for (const stored_file& each : listed->second.value->files) {
        entry.before.push_back(each.id);
      }
    }
    return entry;
  }

  void note(ledger_entry& entry, item_result& out) {
    entry.state = state_of(out.what);
    entry.zoom_id = out.zoom_id;
    entry.http_status = out.http_status;
    entry.code = out.code;
    entry.message = out.message;
    if (!is_open_question(entry)) {
      entry.before.clear();
    }
    try {
      book_.put(entry);
    } catch (const ledger_error& error) {
      out.message += std::string{out.message.empty() ? "" : " "} + "This could not be recorded: " + error.what() + ".";
      ending_.stop(error.what());
    }
  }

  item_result queued(std::size_t i, const std::string& why) {
    item_result out = plain(upload_outcome::queued, not_tried(why));
    out.findings = plan_.what.items[i].findings;
    note_later(i, out.message);
    return out;
  }

  void note_later(std::size_t i, const std::string& why) {
    const std::lock_guard hold{queueing_};
    queued_.emplace_back(i, why);
  }

  /// In one go, and never over what the ledger knows of a request.
  void note_queued() {
    try {
      std::vector<ledger_entry> all;
      for (const auto& [i, why] : queued_) {
        ledger_entry entry = entry_of(i);
        if (entry.changed != 0 && (entry.state == ledger_state::sent || is_open_question(entry))) {
          continue;
        }
        entry.before.clear();
        entry.state = ledger_state::queued;
        entry.message = why;
        all.push_back(std::move(entry));
      }
      book_.put(all);
    } catch (const ledger_error& error) {
      ending_.stop(error.what());  // and it is said with every item that is queued for it
    }
  }

  planner& by_;
  fresh_plan& plan_;
  run_stopper& ending_;
  file_policy& how_;
  zoom_api& to_;
  ledger& book_;
  clock& time_;
  const sending_options& options_;
  item_upload_options delivering_;
  ordered_results<item_result> results_;
  std::mutex queueing_;
  std::vector<std::pair<std::size_t, std::string>> queued_;
};

}  // namespace

void send(planner& by, run_stopper& over, file_policy& how, zoom_api& to, ledger& book, clock& time,
          const sending_options& options) {
  sender{by, over, how, to, book, time, options}.run();
}

}  // namespace preflight::upload
