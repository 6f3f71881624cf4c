#include <preflight/upload/send/item_upload.hpp>

#include <algorithm>
#include <utility>

#include <preflight/upload/ledger/reconcile.hpp>

namespace preflight::upload {
namespace {

std::string with_capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

/// What the service said, without the advice for who knows no more than that.
std::string words_of(const api_result& result) {
  const std::string words = result.message.empty() ? "no reason given" : result.message;
  return with_capital(words.ends_with('.') ? words : words + '.');
}

item_result result_of(upload_outcome outcome, const api_result& result, std::string message) {
  return {.what = outcome,
          .zoom_id = result.zoom_id,
          .location = result.location,
          .http_status = result.http_status,
          .code = result.code,
          .message = std::move(message)};
}

item_result result_of(const api_result& result) {
  return result_of(outcome_of(result.kind), result, result.ok() ? std::string{} : with_capital(sentence_of(result)));
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

class item_upload {
 public:
  item_upload(const plan_item& item, ledger_entry& entry, run_context& run, const file_snapshot* file = nullptr)
      : item_{item}, entry_{entry}, run_{run}, file_{file} {}

  item_result run() {
    item_result out = attempt();
    out.made_room = made_room_;
    return out;
  }

  /// The file is there, whatever becomes of those that it replaces.
  void remove_older(item_result& there) {
    std::string problem;
    try {
      if (const std::optional<item_result> kept = make_room()) {
        problem = kept->message;
      }
    } catch (const std::exception& error) {
      run_.stopper.stop(error.what());
      problem = error.what();
    }
    there.made_room = made_room_;
    if (!problem.empty()) {
      there.message += (there.message.empty() ? "" : " ") + ("The older version was not deleted: " + problem);
    }
  }

 private:
  item_result attempt() {
    try {
      if (replaces(item_.what)) {
        return picture();
      }
      if (std::optional<item_result> without_room = item_.replaces_older ? std::nullopt : make_room()) {
        return *without_room;
      }
      item_result out = background();
      if (item_.replaces_older && out.what == upload_outcome::sent) {
        remove_older(out);
      }
      return out;
    } catch (const std::exception& error) {
      if (!is_in_doubt_ && made_room_ == false && !rejection_) {
        throw;
      }
      return after_exception(error.what());
    }
  }

  item_result after_exception(const std::string& reason) {
    run_.stopper.stop(reason);
    if (is_in_doubt_) {
      return {.what = upload_outcome::unknown,
              .message = "Response lost and not verified, because " + reason + "; the next run will check."};
    }
    if (rejection_) {
      return result_of(upload_outcome::queued, *rejection_,
                       "Not retried: " + reason + ". Zoom's last response: " + words_of(*rejection_));
    }
    return {.what = upload_outcome::queued, .message = reason};
  }

  std::optional<item_result> make_room() {
    if (item_.deletes.empty()) {
      return std::nullopt;
    }
    const std::vector<ledger_entry> own = run_.ledger->of_target(entry_.target, item_.what);
    std::vector<std::string> ids;
    for (const older_file& file : item_.deletes) {
      ids.push_back(file.id);
      const bool is_ours = std::any_of(own.begin(), own.end(), [&](const ledger_entry& entry) {
        return entry.zoom_id == file.id && entry.state == ledger_state::sent;
      });
      if (!is_ours) {
        return item_result{
            .what = upload_outcome::refused,
            .message = file.name + " would have to be deleted to make room, but this ledger did not send it."};
      }
    }
    if (const std::optional<api_result> known = run_.zoom->known_refusal(item_.target)) {
      return result_of(*known);  // nothing is deleted for what would not be sent then
    }
    api_result result;
    bool is_told = true;
    std::vector<std::string> left = ids;
    for (unsigned tries = 0; tries < run_.options.tries && is_told && !left.empty(); ++tries) {
      result = run_.zoom->delete_backgrounds(item_.target, left);
      record(result);
      if (!result.ok() && result.kind != result_kind::uncertain) {
        break;
      }
      made_room_ = std::nullopt;
      const std::optional<std::vector<std::string>> seen =
          result.ok() ? std::vector<std::string>{} : still_listed(left);
      is_told = seen.has_value();
      left = seen.value_or(left);
    }
    const bool is_as_before = is_told && left.size() == ids.size();
    made_room_ = left.empty() ? std::optional{true} : is_as_before ? std::optional{false} : std::nullopt;
    std::erase_if(ids, [&](const std::string& id) { return contains(left, id); });
    run_.ledger->mark_removed(entry_.target, ids);
    if (left.empty()) {
      return std::nullopt;
    }
    item_result out = result_of(result);
    out.what = out.what == upload_outcome::queued ? upload_outcome::queued : upload_outcome::failed;
    out.message = (item_.replaces_older ? "" : "Could not make room: ") +
                  (result.kind == result_kind::uncertain ? words_of(result) : out.message);
    return out;
  }

  /// Which of these are there still, after a request to delete them that got no response; nothing where that cannot be
  /// told.
  std::optional<std::vector<std::string>> still_listed(const std::vector<std::string>& ids) {
    settle(false);
    const result_with<background_settings> settings = run_.zoom->backgrounds_of(item_.target);
    record(settings.what);
    if (!settings.value) {
      return std::nullopt;
    }
    std::vector<std::string> left;
    for (const stored_file& file : settings.value->files) {
      if (contains(ids, file.id)) {
        left.push_back(file.id);
      }
    }
    return left;
  }

  upload_payload payload() {
    upload_payload out;
    out.bytes = file_->bytes;
    out.file_name = item_.file_name;
    out.mime_type = info(file_->seen->file.format).mime_type;
    out.before = [this] {
      entry_.state = ledger_state::in_flight;
      entry_.zoom_id.clear();
      entry_.http_status = 0;
      entry_.code.reset();
      entry_.message.clear();
      ++entry_.requests;
      run_.ledger->put(entry_);
      rejection_.reset();
    };
    out.on_rejected = [this](const api_result& result) {
      rejection_ = result;
      // Who ends the run in the pause that follows leaves no question open.
      entry_.state = is_in_doubt_ ? ledger_state::in_flight : ledger_state::queued;
      entry_.http_status = result.http_status;
      entry_.code = result.code;
      entry_.message = words_of(result);
      run_.ledger->put(entry_);
    };
    return out;
  }

  item_result picture() {
    api_result result;
    for (unsigned tries = 0; tries < run_.options.tries; ++tries) {
      result = run_.zoom->upload_picture(item_.target, payload());
      record(result);
      if (result.kind != result_kind::uncertain) {
        item_result out = result_of(result);
        if (is_in_doubt_ && out.what == upload_outcome::sent) {
          out.message = "A response was lost, so the picture was sent again, which only replaces it.";
        } else if (is_in_doubt_) {
          out.what = upload_outcome::unknown;
          out.message =
              words_of(result) +
              " An earlier response was lost, so the picture may be there anyway; the next run sends it again, "
              "which only replaces it.";
        }
        return out;
      }
      is_in_doubt_ = true;
      settle(result.timed_out);
    }
    return result_of(upload_outcome::unknown, result,
                     words_of(result) +
                         " The picture may or may not be there; the next run sends it again, which only replaces it.");
  }

  item_result background() {
    api_result result;
    for (unsigned tries = 0; tries < run_.options.tries; ++tries) {
      result = run_.zoom->upload_background(item_.target, payload()).what;
      record(result);
      if (result.kind != result_kind::uncertain) {
        item_result out = result_of(result);
        if (result.ok()) {
          out.zoom_id = result.zoom_id.empty() ? id_in_list() : result.zoom_id;
        }
        return out;
      }
      is_in_doubt_ = true;
      reconciliation listed = ask_list();
      if (listed.what != reconciliation::verdict::stored) {
        settle(result.timed_out);
        listed = ask_list();
      }
      if (listed.what == reconciliation::verdict::stored) {
        item_result out = result_of(upload_outcome::sent, result, "Response lost, but Zoom's list has the file.");
        out.zoom_id = listed.zoom_id;
        return out;
      }
      if (listed.what == reconciliation::verdict::unclear) {
        return result_of(
            upload_outcome::unknown, result,
            words_of(result) + " Zoom's list could not tell whether the file is there; the next run will check.");
      }
      is_in_doubt_ = false;
    }
    return result_of(upload_outcome::failed, result,
                     words_of(result) + " Zoom's list does not have the file; the next run sends it again.");
  }

  /// Of a file that is stored for certain: a response that could not be read only means that its id must be looked for.
  /// Empty where it cannot be found, or the run ends before.
  std::string id_in_list() {
    try {
      return ask_list().zoom_id;
    } catch (const interrupted& reason) {
      run_.stopper.stop(reason.what());
      return {};
    }
  }

  /// The service may still be at work on what it got, for longer where it was too slow to answer.
  void settle(bool is_slow) { run_.clock.wait(run_.options.settle * (is_slow ? 4 : 1)); }

  reconciliation ask_list() {
    const result_with<background_settings> settings = run_.zoom->backgrounds_of(item_.target);
    record(settings.what);
    return settings.value ? reconcile_listing(entry_, settings.value->files, {}) : reconciliation{};
  }

  void record(const api_result& result) {
    entry_.tracking_id = result.tracking_id.empty() ? entry_.tracking_id : result.tracking_id;
    run_.stopper.record_response(result, call_side::sending);
  }

  const plan_item& item_;
  ledger_entry& entry_;
  run_context& run_;
  const file_snapshot* file_;  ///< nullptr: nothing is sent
  bool is_in_doubt_ = false;
  std::optional<api_result> rejection_;  ///< the last result, where it says that nothing was carried out
  std::optional<bool> made_room_ = false;
};

}  // namespace

item_result upload_item(const plan_item& item, const file_snapshot& file, ledger_entry& entry, run_context& run) {
  return item_upload{item, entry, run, &file}.run();
}

void remove_older(const plan_item& item, ledger_entry& entry, run_context& run, item_result& there) {
  item_upload{item, entry, run}.remove_older(there);
}

}  // namespace preflight::upload
