#include <algorithm>
#include <atomic>
#include <utility>

#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/http/form_file_name.hpp>
#include <preflight/upload/ledger/reconcile_item.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/retry/utc_time.hpp>
#include <preflight/upload/send/parallel_for.hpp>
#include <preflight/upload/send/send_blocker.hpp>

namespace preflight::upload {

planner::planner(std::span<const upload_request> wanted, file_policy& how, zoom_api* from, const ledger* known,
                 clock& time, const planning_options& options, run_stopper& over)
    : wanted_{wanted}, how_{how}, from_{from}, known_{known}, time_{time}, options_{options}, over_{over} {
  out_.what.made = iso_time(time.today());
  out_.what.folder = options.folder;
  out_.what.rates = options.rates;
  out_.what.calls_a_second = options.calls_a_second;
  out_.what.items.resize(wanted.size());
  out_.by.resize(wanted.size());
  files_.resize(wanted.size());
}

void planner::inspect() {
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    prepare(i);
  }
  read_files();
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    judge_alone(i);
  }
  group_by_target();
}

void planner::prepare(std::size_t i) {
  const upload_request& from = wanted_[i];
  plan_item& item = out_.what.items[i];
  item.target = folded(from.target);
  item.what = from.what;
  item.path = from.path;
  item.message = from.problem;
  item.action = from.problem.empty() ? upload_outcome::planned : upload_outcome::refused;
  out_.by[i] = how_.policy(from.what, from.path);
  if (item.action == upload_outcome::planned) {
    files_[i] = &distinct_[{from.path, most_bytes_of(*out_.by[i].where)}];
  }
}

void planner::read_files() {
  std::vector<std::pair<const file_key*, file_snapshot*>> all;
  all.reserve(distinct_.size());
  for (auto& [key, file] : distinct_) {
    all.emplace_back(&key, &file);
  }
  std::atomic<std::size_t> done = 0;
  parallel_for(all.size(), options_.readers, [&] {
    return [&, with = how_.make_inspector()](std::size_t i) {
      const std::string& path = all[i].first->first;
      *all[i].second = read_and_hash(absolute(options_.folder, path), all[i].first->second, how_.known, with);
      // Read again when it is sent; until then the hash stands for it.
      std::vector<unsigned char>{}.swap(all[i].second->bytes);
      show(planning_stage::reading, ++done, all.size());
    };
  });
}

void planner::judge_alone(std::size_t i) {
  plan_item& item = out_.what.items[i];
  if (item.action != upload_outcome::planned) {
    return;
  }
  const file_snapshot& file = *files_[i];
  item.sha256 = file.sha256;
  item.file_name = form_file_name(item.path);
  if (file.seen) {
    item.bytes = file.seen->file.file_size;
    item.mime_type = info(file.seen->file.format).mime_type;
  }
  judge_again(i, {});
  if (std::string why = send_blocker(file, *out_.by[i].where); item.action == upload_outcome::planned && !why.empty()) {
    item.action = upload_outcome::refused;
    item.message = std::move(why);
  }
}

void planner::judge_again(std::size_t i, const circumstances& about) {
  plan_item& item = out_.what.items[i];
  const target_kind kind = item.target.kind;
  const bool is_picture = item.what == purpose::picture;
  std::vector<planned_call> calls;
  request asked;
  asked.kind = kind;
  asked.id = item.target.id;
  asked.is_picture = is_picture;
  asked.sent_name = item.file_name;
  asked.token_has_no_user = options_.who.is_app;
  asked.looks_already_there = about.looks_there;
  asked.other_picture = about.other_picture;
  if (options_.who.granted) {
    asked.granted = *options_.who.granted;
  }
  if (!is_picture || kind == target_kind::user) {
    const call sending = upload_call(kind, item.what);
    calls.push_back(upload::planned(sending));
    if (from_ != nullptr) {
      asked.call_number = calls_planned_ + 1;
      asked.calls_a_day = rate_of(endpoint_of(sending).label, options_.rates).calls_a_day;
    }
  }
  if (!is_picture) {
    calls.push_back(upload::planned(list_call(kind)));
  }
  if (!item.deletes.empty()) {
    calls.push_back(upload::planned(delete_call(kind, item.what)));
  }
  asked.calls = calls;
  if (const auto found = out_.listed.find(text_of(item.target)); found != out_.listed.end() && found->second.value) {
    asked.backgrounds_enabled = found->second.value->enabled;
    asked.videos_allowed = found->second.value->videos_allowed;
    asked.uploads_allowed = found->second.value->uploads_allowed;
  }
  item.findings = judge_item(*files_[i], item.path, out_.by[i], asked, about.in_run);
  if (has_error(item.findings)) {
    item.action = upload_outcome::refused;
  }
}

void planner::group_by_target() {
  std::map<target, std::size_t> places;
  for (std::size_t i = 0; i < out_.what.items.size(); ++i) {
    const plan_item& item = out_.what.items[i];
    if (item.action != upload_outcome::planned) {
      continue;
    }
    const auto [place, is_new] = places.try_emplace(item.target, groups_.size());
    if (is_new) {
      groups_.emplace_back();
    }
    groups_[place->second].push_back(i);
    if (from_ != nullptr && item.what == purpose::background) {
      out_.listed.try_emplace(text_of(item.target));
    }
  }
  if (from_ != nullptr && known_ != nullptr) {
    // A day's calls go to what is missing; to see that the rest is still there they are spent last.
    const auto settled =
        std::stable_partition(groups_.begin(), groups_.end(), [&](const auto& items) { return !is_settled(items); });
    open_targets_ = static_cast<std::size_t>(settled - groups_.begin());
  } else {
    open_targets_ = groups_.size();
  }
}

bool planner::is_settled(std::span<const std::size_t> items) const {
  return std::all_of(items.begin(), items.end(), [&](std::size_t i) {
    const plan_item& item = out_.what.items[i];
    const auto earlier = known_->find(text_of(item.target), item.what, item.sha256);
    return earlier && earlier->state == ledger_state::sent;
  });
}

void planner::show(planning_stage stage, std::size_t done, std::size_t of) const {
  if (options_.progress) {
    options_.progress(stage, done, of);
  }
}

}  // namespace preflight::upload
