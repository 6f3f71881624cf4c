#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/send/file_snapshot.hpp>
#include <preflight/upload/send/item_upload.hpp>

namespace preflight::test {

/// A service in memory, for everything that needs no socket. What a call does can be scripted.
class fake_zoom final : public upload::zoom_api {
 public:
  /// What happens to an upload.
  enum class fate {
    stored,
    refused,              ///< 400, code 120
    failed,               ///< nothing arrived
    lost_and_stored,      ///< stored, and no response came
    lost_and_not_stored,  ///< not stored, and no response came
    stored_without_id,    ///< 201 with a response that could not be read
    token_refused,
    daily_limit,
    interrupted,     ///< too fast, and a person ends the run in the pause before the next try
    killed,          ///< stored, and the process is gone before it hears of it: thrown as `death`
    killed_in_pause  ///< too fast, and the process is gone in the pause before the next try
  };
  struct death {};

  upload::result_with<upload::background_settings> backgrounds_of(const upload::target& target) override {
    if (while_listing) {
      while_listing();
    }
    const std::lock_guard hold{mutex_};
    ++lists;
    listed_targets.push_back(text_of(target));
    if (!has_call_left()) {
      return {make_result(upload::result_kind::daily_limit, 429, "maximum daily rate limit"), std::nullopt};
    }
    if (list_answer.kind != upload::result_kind::done) {
      return {list_answer, std::nullopt};
    }
    upload::background_settings out = settings;
    out.files = files[text_of(target)];
    if (target.kind == upload::target_kind::webinar && pictures.contains(text_of(target))) {
      out.wallpaper = wallpapers[text_of(target)];
    }
    std::erase_if(out.files, [&](const upload::stored_file& file) {
      return now && stored_at_.contains(file.id) && now() < stored_at_[file.id] + list_lag;
    });
    return {make_result(upload::result_kind::done, 200), out};
  }

  upload::result_with<upload::stored_file> upload_background(const upload::target& target,
                                                             const upload::upload_payload& file) override {
    const fate outcome = begin(target, file);
    const std::lock_guard hold{mutex_};
    const upload::stored_file stored{"id-" + std::to_string(++last_id_), file.file_name, file.bytes.size(), false,
                                     false};
    if (stores(outcome)) {
      files[text_of(target)].push_back(stored);
      stored_at_[stored.id] = now ? now() : std::chrono::nanoseconds{0};
      contents[text_of(target)].push_back(upload::sha256_of(file.bytes));
    }
    end(target);
    if (outcome == fate::killed) {
      throw death{};
    }
    upload::api_result api_result = result_of(outcome);
    api_result.zoom_id = outcome == fate::stored ? stored.id : "";
    return {api_result, outcome == fate::stored ? std::optional{stored} : std::nullopt};
  }

  std::optional<upload::api_result> known_refusal(const upload::target&) override { return refusal; }

  upload::api_result delete_backgrounds(const upload::target& target, std::span<const std::string> ids) override {
    const std::lock_guard hold{mutex_};
    ++deletions;
    const fate outcome = deletion_fates.empty() ? fate::stored : deletion_fates.front();
    if (!deletion_fates.empty()) {
      deletion_fates.pop_front();
    }
    for (const std::string& id : ids) {
      if (stores(outcome)) {
        std::erase_if(files[text_of(target)], [&](const upload::stored_file& stored) { return stored.id == id; });
        deleted.push_back(id);
      }
    }
    return outcome == fate::stored ? make_result(upload::result_kind::done, 204) : result_of(outcome);
  }

  upload::api_result upload_picture(const upload::target& target, const upload::upload_payload& file) override {
    const fate outcome = begin(target, file);
    const std::lock_guard hold{mutex_};
    if (stores(outcome)) {
      pictures[text_of(target)] = upload::sha256_of(file.bytes);
      wallpapers[text_of(target)] = "wall-" + std::to_string(++last_id_);
    }
    end(target);
    if (outcome == fate::killed) {
      throw death{};
    }
    upload::api_result out = result_of(outcome);
    out.zoom_id =
        outcome == fate::stored && target.kind == upload::target_kind::webinar ? wallpapers[text_of(target)] : "";
    return out;
  }

  std::deque<fate> fates;                     ///< of the next uploads; stored where there is none
  std::deque<fate> deletion_fates;            ///< of the next deletions; `stored`: done
  std::optional<std::uint64_t> calls_left;    ///< to list and to upload, today; unset: no limit
  std::optional<upload::api_result> refusal;  ///< of uploads, known before they are tried
  upload::api_result list_answer = make_result(upload::result_kind::done, 200);
  upload::background_settings settings;
  std::map<std::string, std::vector<upload::stored_file>> files;
  std::map<std::string, std::vector<std::string>> contents;  ///< what was ever stored
  std::map<std::string, std::string> pictures;               ///< and wallpapers of webinars
  std::map<std::string, std::string> wallpapers;             ///< ids
  std::vector<std::string> deleted;
  std::set<std::string> received;                 ///< SHA-256 of every body whose first byte left
  std::function<std::chrono::nanoseconds()> now;  ///< for list_lag
  std::chrono::nanoseconds list_lag{0};           ///< how long lists lack a file that was stored
  std::function<void()> while_sending;
  std::function<void()> while_listing;
  bool is_slow = false;  ///< responses are lost because they take too long
  std::uint64_t uploads = 0;
  std::uint64_t lists = 0;
  std::uint64_t deletions = 0;
  std::vector<std::string> listed_targets;  ///< targets, in the order of the calls
  bool had_concurrent_uploads = false;      ///< for one target

  static upload::api_result make_result(upload::result_kind kind, int status, std::string message = {}) {
    upload::api_result out;
    out.kind = kind;
    out.http_status = status;
    out.message = std::move(message);
    return out;
  }

 private:
  static bool stores(fate outcome) {
    return outcome == fate::stored || outcome == fate::lost_and_stored || outcome == fate::stored_without_id ||
           outcome == fate::killed;
  }

  [[nodiscard]] upload::api_result result_of(fate outcome) const {
    using upload::result_kind;
    switch (outcome) {
      case fate::stored:
      case fate::stored_without_id: return make_result(result_kind::done, 201);
      case fate::refused: {
        upload::api_result out = make_result(result_kind::refused, 400, "Failed to upload file.");
        out.code = 120;
        return out;
      }
      case fate::failed: return make_result(result_kind::failed, 0, "the connection was refused");
      case fate::token_refused: {
        upload::api_result out = make_result(result_kind::failed, 401, "Invalid access token.");
        out.error = upload::api_error::token_refused;
        return out;
      }
      case fate::daily_limit: return make_result(result_kind::daily_limit, 429, "maximum daily rate limit");
      case fate::interrupted:
      case fate::killed_in_pause: return make_result(result_kind::too_fast, 429, "maximum per-second rate limit");
      case fate::lost_and_stored:
      case fate::lost_and_not_stored:
      case fate::killed: break;
    }
    upload::api_result out = make_result(result_kind::uncertain, 0, "the connection was cut");
    out.timed_out = is_slow;
    return out;
  }

  bool has_call_left() {
    if (calls_left == 0U) {
      return false;
    }
    calls_left = calls_left ? std::optional{*calls_left - 1} : calls_left;
    return true;
  }

  fate begin(const upload::target& target, const upload::upload_payload& file) {
    if (file.before) {
      file.before();
    }
    {
      const std::lock_guard hold{mutex_};
      ++uploads;
      received.insert(upload::sha256_of(file.bytes));
      had_concurrent_uploads = !busy_.insert(text_of(target)).second || had_concurrent_uploads;
    }
    if (while_sending) {
      while_sending();
    }
    const std::lock_guard hold{mutex_};
    if (!has_call_left()) {
      return fate::daily_limit;
    }
    fate outcome = fate::stored;
    if (!fates.empty()) {
      outcome = fates.front();
      fates.pop_front();
    }
    if (outcome == fate::interrupted || outcome == fate::killed_in_pause) {
      busy_.erase(text_of(target));
      file.on_rejected(result_of(outcome));
      if (outcome == fate::killed_in_pause) {
        throw death{};
      }
      throw upload::interrupted{};
    }
    return outcome;
  }
  void end(const upload::target& target) { busy_.erase(text_of(target)); }

  std::mutex mutex_;
  std::set<std::string> busy_;
  std::uint64_t last_id_ = 0;
  std::map<std::string, std::chrono::nanoseconds> stored_at_;  ///< by id
};

}  // namespace preflight::test
