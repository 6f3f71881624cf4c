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

/// What the service said, without the advice for who knows no more than that.
std::string words_of(const answer& said) {
  const std::string words = said.message.empty() ? "HTTP " + std::to_string(said.http_status) : said.message;
  return with_capital(words.ends_with('.') ? words : words + '.');
}

item_result finished(const answer& said) {
  switch (said.kind) {
    case answer_kind::done: return result_of(outcome::sent, said);
    case answer_kind::refused: return result_of(outcome::refused, said);
    case answer_kind::lost: return result_of(outcome::unknown, said);
    case answer_kind::daily_limit: return result_of(outcome::queued, said);
    case answer_kind::failed:
    case answer_kind::too_fast: break;
  }
  return result_of(outcome::failed, said);
}

}  // namespace

item_result result_of(outcome what, const answer& said) {
  item_result out;
  out.what = what;
  out.http_status = said.http_status;
  out.code = said.code;
  out.message = said.ok() ? std::string{} : with_capital(sentence_of(said));
  return out;
}

item_result delivery::run() {
  item_result out = attempt();
  out.made_room = made_room_;
  return out;
}

item_result delivery::attempt() {
  try {
    if (std::optional<item_result> without_room = make_room()) {
      return *without_room;
    }
    return item_.what == purpose::picture ? picture() : background();
  } catch (const std::exception& error) {
    if (!is_in_doubt_ && made_room_ == false && !turned_away_) {
      throw;
    }
    if (how_.ended) {
      how_.ended(error.what());
    }
    item_result out;
    if (!is_in_doubt_ && turned_away_) {
      out = result_of(outcome::queued, *turned_away_);
      out.message =
          "Not tried again: " + std::string{error.what()} + ". The service had said: " + words_of(*turned_away_);
      return out;
    }
    if (!is_in_doubt_) {
      out.what = outcome::queued;
      out.message = error.what();
      return out;
    }
    out.what = outcome::unknown;
    out.message = std::string{"The answer was lost, and nobody was asked what became of the file, because "} +
                  error.what() + "; the next run asks.";
    return out;
  }
}

std::optional<item_result> delivery::make_room() {
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
      out.what = outcome::refused;
      out.message = "The file that would be deleted to make room, " + name + ", is none that was sent from here.";
      return out;
    }
  }
  if (const std::optional<answer> known = to_.known_refusal(item_.whose)) {
    return finished(*known);  // nothing is deleted for what would not be sent then
  }
  answer said;
  bool is_told = true;
  std::vector<std::string> left = ids;
  for (unsigned tries = 0; tries < how_.tries && is_told && !left.empty(); ++tries) {
    said = to_.delete_backgrounds(item_.whose, left);
    hear(said);
    if (!said.ok() && said.kind != answer_kind::lost) {
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
  out.what = out.what == outcome::queued ? outcome::queued : outcome::failed;
  out.message = "No room could be made: " + (said.kind == answer_kind::lost ? words_of(said) : out.message);
  return out;
}

/// Which of these are there still, after a request to delete them that got no answer; nothing where that cannot be
/// told.
std::optional<std::vector<std::string>> delivery::still_listed(const std::vector<std::string>& ids) {
  time_.wait(how_.settle);
  const answered<background_settings> now = to_.backgrounds_of(item_.whose);
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

outgoing delivery::prepared() {
  outgoing out;
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
    turned_away_.reset();
  };
  out.turned_away = [this](const answer& said) {
    turned_away_ = said;
    // Who ends the run in the pause that follows leaves no question open.
    entry_.state = is_in_doubt_ ? ledger_state::in_flight : ledger_state::queued;
    entry_.http_status = said.http_status;
    entry_.code = said.code;
    entry_.message = words_of(said);
    book_.put(entry_);
  };
  return out;
}

item_result delivery::picture() {
  answer said;
  for (unsigned tries = 0; tries < how_.tries; ++tries) {
    said = to_.upload_picture(item_.whose, prepared());
    hear(said);
    if (said.kind != answer_kind::lost) {
      item_result out = finished(said);
      if (is_in_doubt_ && out.what == outcome::sent) {
        out.message = "An answer was lost, so the picture was sent again; it replaces itself, which is harmless.";
      } else if (is_in_doubt_) {
        out.what = outcome::unknown;
        out.message = words_of(said) +
                      " An earlier answer was lost, so the picture may be there all the same; the next run sends it "
                      "again, which is harmless.";
      }
      return out;
    }
    is_in_doubt_ = true;
    time_.wait(how_.settle);
  }
  item_result out = finished(said);
  out.message = words_of(said) + " The picture may be there or not; the next run sends it again, which is harmless.";
  return out;
}

item_result delivery::background() {
  answer said;
  for (unsigned tries = 0; tries < how_.tries; ++tries) {
    const answered<stored_file> got = to_.upload_background(item_.whose, prepared());
    said = got.what;
    hear(said);
    if (said.kind == answer_kind::done) {
      item_result out = finished(said);
      out.zoom_id = got.value ? got.value->id : std::string{};
      out.zoom_id = out.zoom_id.empty() ? id_in_list() : out.zoom_id;
      return out;
    }
    if (said.kind != answer_kind::lost) {
      return finished(said);
    }
    is_in_doubt_ = true;
    const lost_answer found = ask_list_patiently();
    if (found.what == lost_answer::verdict::stored) {
      item_result out = result_of(outcome::sent, said);
      out.zoom_id = found.zoom_id;
      out.message = "The answer was lost, and the service's list has the file.";
      return out;
    }
    if (found.what == lost_answer::verdict::unclear) {
      item_result out = finished(said);
      out.message = words_of(said) +
                    " Whether the file is there could not be told by the service's list; the next run asks again.";
      return out;
    }
    is_in_doubt_ = false;
  }
  item_result out = finished(said);
  out.what = outcome::failed;
  out.message = words_of(said) + " By the service's list the file is not there; the next run sends it again.";
  return out;
}

/// Of a file that is stored for certain: an answer that could not be read only means that its id must be looked for.
/// Empty where it cannot be found, or the run ends before.
std::string delivery::id_in_list() {
  try {
    return ask_list().zoom_id;
  } catch (const interrupted& why) {
    if (how_.ended) {
      how_.ended(why.what());
    }
    return {};
  }
}

lost_answer delivery::ask_list() {
  const answered<background_settings> now = to_.backgrounds_of(item_.whose);
  hear(now.what);
  return now.value ? decide(entry_, now.value->files, {}) : lost_answer{};
}

/// The service may still be at work on what it got.
lost_answer delivery::ask_list_patiently() {
  lost_answer first = ask_list();
  if (first.what == lost_answer::verdict::stored) {
    return first;
  }
  time_.wait(how_.settle);
  return ask_list();
}

void delivery::hear(const answer& said) {
  entry_.tracking_id = said.tracking_id.empty() ? entry_.tracking_id : said.tracking_id;
  if (how_.heard) {
    how_.heard(said);
  }
}

}  // namespace preflight::upload
