#include <algorithm>

#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/send/item_upload.hpp>

namespace preflight::upload {
namespace {

/// As a sentence begins.
std::string with_capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

/// The service's message without our advice.
std::string words_of(const api_result& said) {
  const std::string words = said.message.empty() ? "no reason given" : said.message;
  return with_capital(words.ends_with('.') ? words : words + '.');
}

item_result finished(const api_result& said) {
  switch (said.kind) {
    case result_kind::done: return result_of(upload_outcome::sent, said);
    case result_kind::refused: return result_of(upload_outcome::refused, said);
    case result_kind::uncertain: return result_of(upload_outcome::unknown, said);
    case result_kind::daily_limit: return result_of(upload_outcome::queued, said);
    case result_kind::failed:
    case result_kind::too_fast: break;
  }
  return result_of(upload_outcome::failed, said);
}

}  // namespace

item_result result_of(upload_outcome what, const api_result& said) {
  item_result out;
  out.what = what;
  out.http_status = said.http_status;
  out.code = said.code;
  out.message = said.ok() ? std::string{} : with_capital(sentence_of(said));
  return out;
}

item_result item_upload::run() {
  item_result out = attempt();
  out.made_room = made_room_;
  return out;
}

item_result item_upload::attempt() {
  try {
    if (std::optional<item_result> without_room = make_room()) {
      return *without_room;
    }
    return item_.what == purpose::picture ? picture() : background();
  } catch (const std::exception& error) {
    if (!is_in_doubt_ && made_room_ == false && !rejection_) {
      throw;
    }
    if (how_.ended) {
      how_.ended(error.what());
    }
    item_result out;
    if (!is_in_doubt_ && rejection_) {
      out = result_of(upload_outcome::queued, *rejection_);
      out.message = "Not retried: " + std::string{error.what()} + ". Zoom's last response: " + words_of(*rejection_);
      return out;
    }
    if (!is_in_doubt_) {
      out.what = upload_outcome::queued;
      out.message = error.what();
      return out;
    }
    out.what = upload_outcome::unknown;
    out.message = std::string{"Response lost and not verified, because "} + error.what() + "; the next run will check.";
    return out;
  }
}

std::optional<item_result> item_upload::make_room() {
  if (item_.deletes.empty()) {
    return std::nullopt;
  }
  const std::vector<ledger_entry> own = book_.of_target(entry_.target, item_.what);
  std::vector<std::string> ids;
  for (const auto& [id, name] : item_.deletes) {
    ids.push_back(id);
    const bool is_ours = std::any_of(own.begin(), own.end(), [&](const ledger_entry& each) {
      return each.zoom_id == ids.back() && each.state == ledger_state::sent;
    });
    if (!is_ours) {
      item_result out;
      out.what = upload_outcome::refused;
      out.message = "The file to delete for room, " + name + ", was not sent from here.";
      return out;
    }
  }
  if (const std::optional<api_result> known = to_.known_refusal(item_.target)) {
    return finished(*known);  // nothing is deleted for what would not be sent then
  }
  api_result said;
  bool is_told = true;
  std::vector<std::string> left = ids;
  for (unsigned tries = 0; tries < how_.tries && is_told && !left.empty(); ++tries) {
    said = to_.delete_backgrounds(item_.target, left);
    hear(said);
    if (!said.ok() && said.kind != result_kind::uncertain) {
      break;
    }
    made_room_ = std::nullopt;
    const std::optional<std::vector<std::string>> seen = said.ok() ? std::vector<std::string>{} : still_listed(left);
    is_told = seen.has_value();
    left = seen.value_or(left);
  }
  const bool is_as_before = is_told && left.size() == ids.size();
  made_room_ = left.empty() ? std::optional{true} : is_as_before ? std::optional{false} : std::nullopt;
  if (left.empty()) {
    book_.mark_removed(entry_.target, ids);
    return std::nullopt;
  }
  std::erase_if(ids, [&](const std::string& id) { return std::find(left.begin(), left.end(), id) != left.end(); });
  book_.mark_removed(entry_.target, ids);
  item_result out = finished(said);
  out.what = out.what == upload_outcome::queued ? upload_outcome::queued : upload_outcome::failed;
  out.message = "Could not make room: " + (said.kind == result_kind::uncertain ? words_of(said) : out.message);
  return out;
}

/// Which of these are there still, after a request to delete them that got no answer; nothing where that cannot be
/// told.
std::optional<std::vector<std::string>> item_upload::still_listed(const std::vector<std::string>& ids) {
  time_.wait(how_.settle);
  const result_with<background_settings> now = to_.backgrounds_of(item_.target);
  hear(now.what);
  if (!now.value) {
    return std::nullopt;
  }
  std::vector<std::string> left;
  for (const stored_file& each : now.value->files) {
    if (std::find(ids.begin(), ids.end(), each.id) != ids.end()) {
      left.push_back(each.id);
    }
  }
  return left;
}

upload_payload item_upload::prepared() {
  upload_payload out;
  out.bytes = file_.bytes;
  out.file_name = item_.file_name;
  out.mime_type = info(file_.seen->file.format).mime_type;
  out.before = [this] {
    entry_.state = ledger_state::in_flight;
    entry_.zoom_id.clear();
    entry_.http_status = 0;
    entry_.code.reset();
    entry_.message.clear();
    ++entry_.requests;
    book_.put(entry_);
    rejection_.reset();
  };
  out.on_rejected = [this](const api_result& said) {
    rejection_ = said;
    // Who ends the run in the pause that follows leaves no question open.
    entry_.state = is_in_doubt_ ? ledger_state::in_flight : ledger_state::queued;
    entry_.http_status = said.http_status;
    entry_.code = said.code;
    entry_.message = words_of(said);
    book_.put(entry_);
  };
  return out;
}

item_result item_upload::picture() {
  api_result said;
  for (unsigned tries = 0; tries < how_.tries; ++tries) {
    said = to_.upload_picture(item_.target, prepared());
    hear(said);
    if (said.kind != result_kind::uncertain) {
      item_result out = finished(said);
      if (is_in_doubt_ && out.what == upload_outcome::sent) {
        out.message = "A response was lost, so the picture was sent again, which only replaces it.";
      } else if (is_in_doubt_) {
        out.what = upload_outcome::unknown;
        out.message = words_of(said) +
                      " An earlier response was lost, so the picture may be there anyway; the next run sends it again, "
                      "which only replaces it.";
      }
      return out;
    }
    is_in_doubt_ = true;
    time_.wait(how_.settle);
  }
  item_result out = finished(said);
  out.message =
      words_of(said) + " The picture may or may not be there; the next run sends it again, which only replaces it.";
  return out;
}

item_result item_upload::background() {
  api_result said;
  for (unsigned tries = 0; tries < how_.tries; ++tries) {
    const result_with<stored_file> got = to_.upload_background(item_.target, prepared());
    said = got.what;
    hear(said);
    if (said.kind == result_kind::done) {
      item_result out = finished(said);
      out.zoom_id = got.value ? got.value->id : std::string{};
      out.zoom_id = out.zoom_id.empty() ? id_in_list() : out.zoom_id;
      return out;
    }
    if (said.kind != result_kind::uncertain) {
      return finished(said);
    }
    is_in_doubt_ = true;
    const reconciliation found = ask_list_patiently();
    if (found.what == reconciliation::verdict::stored) {
      item_result out = result_of(upload_outcome::sent, said);
      out.zoom_id = found.zoom_id;
      out.message = "Response lost, but Zoom's list has the file.";
      return out;
    }
    if (found.what == reconciliation::verdict::unclear) {
      item_result out = finished(said);
      out.message = words_of(said) + " Zoom's list could not tell whether the file is there; the next run will check.";
      return out;
    }
    is_in_doubt_ = false;
  }
  item_result out = finished(said);
  out.what = upload_outcome::failed;
  out.message = words_of(said) + " Zoom's list does not have the file; the next run sends it again.";
  return out;
}

/// Of a file that is stored for certain: an answer that could not be read only means that its id must be looked for.
/// Empty where it cannot be found, or the run ends before.
std::string item_upload::id_in_list() {
  try {
    return ask_list().zoom_id;
  } catch (const interrupted& why) {
    if (how_.ended) {
      how_.ended(why.what());
    }
    return {};
  }
}

reconciliation item_upload::ask_list() {
  const result_with<background_settings> now = to_.backgrounds_of(item_.target);
  hear(now.what);
  return now.value ? reconcile_listing(entry_, now.value->files, {}) : reconciliation{};
}

/// The service may still be at work on what it got.
reconciliation item_upload::ask_list_patiently() {
  reconciliation first = ask_list();
  if (first.what == reconciliation::verdict::stored) {
    return first;
  }
  time_.wait(how_.settle);
  return ask_list();
}

void item_upload::hear(const api_result& said) {
  entry_.tracking_id = said.tracking_id.empty() ? entry_.tracking_id : said.tracking_id;
  if (how_.record_response) {
    how_.record_response(said);
  }
}

}  // namespace preflight::upload
