#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include <preflight/upload/earlier_requests.hpp>
#include <preflight/upload/endpoints.hpp>
#include <preflight/upload/in_parallel.hpp>
#include <preflight/upload/part_name.hpp>
#include <preflight/upload/planning.hpp>

namespace preflight::upload {
namespace {

/// What this plan knows of one target while it goes through the items.
struct target_state {
  const answered<background_settings>* listed = nullptr;  ///< nullptr: nobody was asked
  std::set<std::string> accounted;                        ///< ids that the ledger knows
  std::map<std::string, std::size_t> planned;             ///< item by content
  std::vector<ledger_entry> own_files;                    ///< that could be deleted, oldest first
  std::uint32_t taken = 0;                                ///< places
};

outcome outcome_of(const answer& said) {
  switch (said.kind) {
    case answer_kind::refused: return outcome::refused;
    case answer_kind::daily_limit: return outcome::queued;
    default: return outcome::failed;
  }
}

class planner {
 public:
  planner(std::span<const wanted_item> wanted, judging& how, service* from, const ledger* known, timekeeper& time,
          const planning_options& options)
      : wanted_{wanted}, how_{how}, from_{from}, known_{known}, time_{time}, options_{options} {
    out_.what.made = iso_time(time.today());
    out_.what.folder = options.folder;
    out_.what.rates = options.rates;
    out_.what.calls_a_second = options.calls_a_second;
    out_.what.items.resize(wanted.size());
    out_.by.resize(wanted.size());
    files_.resize(wanted.size());
  }

  fresh_plan make() {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      prepare(i);
    }
    read_files();
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      judge_alone(i);
    }
    ask();
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (out_.what.items[i].to_do == outcome::planned) {
        decide_item(i);
      }
    }
    return std::move(out_);
  }

 private:
  using file_key = std::pair<std::string, std::uint64_t>;  ///< path, and how much of it is kept

  void prepare(std::size_t i) {
    const wanted_item& from = wanted_[i];
    plan_item& item = out_.what.items[i];
    item.whose = from.whose;
    item.what = from.what;
    item.path = from.path;
    item.message = from.problem;
    item.to_do = from.problem.empty() ? outcome::planned : outcome::refused;
    out_.by[i] = how_.policy(from.what, from.path);
    if (item.to_do == outcome::planned) {
      files_[i] = &distinct_[{from.path, most_bytes_of(*out_.by[i].where)}];
    }
  }

  void read_files() {
    std::vector<std::pair<const file_key*, sealed_file*>> all;
    all.reserve(distinct_.size());
    for (auto& [key, file] : distinct_) {
      all.emplace_back(&key, &file);
    }
    std::atomic<std::size_t> done = 0;
    in_parallel(all.size(), options_.readers, [&] {
      return [&, with = how_.new_look()](std::size_t i) {
        const std::string& path = all[i].first->first;
        *all[i].second = seal(absolute(options_.folder, path), all[i].first->second, how_.known, with);
        // Read again when it is sent; until then the hash stands for it.
        std::vector<unsigned char>{}.swap(all[i].second->bytes);
        show(planning_stage::reading, ++done, all.size());
      };
    });
  }

  void judge_alone(std::size_t i) {
    plan_item& item = out_.what.items[i];
    if (item.to_do != outcome::planned) {
      return;
    }
    const sealed_file& file = *files_[i];
    item.sha256 = file.sha256;
    item.file_name = part_name(item.path);
    if (file.seen) {
      item.bytes = file.seen->file.file_size;
      item.mime_type = info(file.seen->file.format).mime_type;
    }
    judge_again(i, nullptr);
  }

  /// With what is known of its target and of the items before it.
  void judge_again(std::size_t i, const run_position* in_run) {
    plan_item& item = out_.what.items[i];
    const target_kind kind = item.whose.kind;
    const bool is_picture = item.what == purpose::picture;
    std::vector<planned_call> calls;
    request asked;
    asked.kind = kind;
    asked.id = item.whose.id;
    asked.is_picture = is_picture;
    asked.sent_name = item.file_name;
    asked.token_has_no_user = options_.who.is_app;
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
    if (!is_picture && options_.make_room) {
      calls.push_back(upload::planned(delete_call(kind, item.what)));
    }
    asked.calls = calls;
    if (const auto found = out_.listed.find(text_of(item.whose)); found != out_.listed.end() && found->second.value) {
      asked.backgrounds_enabled = found->second.value->enabled;
      asked.videos_allowed = found->second.value->videos_allowed;
      asked.uploads_allowed = found->second.value->uploads_allowed;
    }
    item.findings = judge_item(*files_[i], item.path, out_.by[i], asked, in_run);
    if (has_error(item.findings)) {
      item.to_do = outcome::refused;
    }
  }

  /// One call for each target of a background that may be sent.
  void ask() {
    if (from_ == nullptr) {
      return;
    }
    for (const plan_item& each : out_.what.items) {
      if (each.to_do == outcome::planned && each.what == purpose::background) {
        out_.listed.try_emplace(text_of(each.whose));
      }
    }
    std::vector<std::pair<const std::string*, answered<background_settings>*>> all;
    for (auto& [whose, said] : out_.listed) {
      all.emplace_back(&whose, &said);
    }
    calls_planned_ = all.size();
    std::atomic<std::size_t> done = 0;
    std::atomic<bool> is_day_over = false;
    in_parallel(all.size(), options_.parallel, [&] {
      return [&](std::size_t i) {
        answered<background_settings>& said = *all[i].second;
        if (is_day_over) {
          said.what.kind = answer_kind::daily_limit;
          said.what.message = "The service's daily limit was reached before this target was asked about.";
          return;
        }
        settle(*all[i].first);
        said = from_->backgrounds_of(parse_target(*all[i].first));
        is_day_over = is_day_over || said.what.kind == answer_kind::daily_limit;
        show(planning_stage::asking, ++done, all.size());
      };
    });
  }

  /// A request that was cut off a moment ago may still be worked on by the service.
  void settle(const std::string& whose) {
    if (known_ == nullptr) {
      return;
    }
    for (const ledger_entry& each : known_->of_target(whose, purpose::background)) {
      const auto age = time_.today() - time_of(each);
      if (is_open_question(each) && age < options_.settle) {
        time_.wait(options_.settle - std::max(age, decltype(age)::zero()));
      }
    }
  }

  target_state& state_of(const plan_item& item) {
    const std::string whose = text_of(item.whose);
    const auto [place, is_new] = targets_.try_emplace({whose, item.what});
    target_state& state = place->second;
    if (!is_new || item.what == purpose::picture) {
      return state;
    }
    if (const auto found = out_.listed.find(whose); found != out_.listed.end()) {
      state.listed = &found->second;
    }
    if (state.listed != nullptr && state.listed->value) {
      state.taken = static_cast<std::uint32_t>(state.listed->value->files.size());
    }
    if (known_ == nullptr) {
      return state;
    }
    for (ledger_entry& each : known_->of_target(whose, purpose::background)) {
      if (each.state != ledger_state::sent || each.zoom_id.empty()) {
        continue;
      }
      state.accounted.insert(each.zoom_id);
      if (!is_wanted(whose, each.sha256) && is_listed(state, each.zoom_id)) {
        state.own_files.push_back(std::move(each));
      }
    }
    return state;
  }

  [[nodiscard]] static bool is_listed(const target_state& state, const std::string& id) {
    return state.listed != nullptr && state.listed->value &&
           std::any_of(state.listed->value->files.begin(), state.listed->value->files.end(),
                       [&](const stored_file& file) { return file.id == id; });
  }

  bool is_wanted(const std::string& whose, const std::string& sha256) {
    if (wanted_contents_.empty()) {
      for (const plan_item& each : out_.what.items) {
        wanted_contents_.emplace(text_of(each.whose), each.sha256);
      }
    }
    return wanted_contents_.contains({whose, sha256});
  }

  void decide_item(std::size_t i) {
    plan_item& item = out_.what.items[i];
    target_state& state = state_of(item);
    if (const auto same = state.planned.find(item.sha256); same != state.planned.end()) {
      const plan_item& earlier = out_.what.items[same->second];
      run_position position;
      position.same_bytes_as = earlier.path;
      judge_again(i, &position);
      if (item.to_do == outcome::planned) {
        item.to_do = earlier.to_do == outcome::planned ? outcome::already_there : earlier.to_do;
        item.same_as = same->second;
        item.zoom_id = earlier.zoom_id;
        item.message = "The same bytes go to this target as " + earlier.path + ".";
      }
      return;
    }
    if (state.listed != nullptr && !state.listed->value) {
      const answer& said = state.listed->what;
      item.to_do = outcome_of(said);
      item.http_status = said.http_status;
      item.code = said.code;
      item.message = "What the target has could not be asked: " + sentence_of(said);
      return;
    }
    look_back(item, state);
    if (item.to_do == outcome::planned) {
      take_place(i, state);
    }
    state.planned.emplace(item.sha256, i);
  }

  void look_back(plan_item& item, const target_state& state) const {
    if (known_ == nullptr || from_ == nullptr) {
      return;
    }
    const std::string whose = text_of(item.whose);
    if (item.what == purpose::picture) {
      apply_earlier_picture(item, known_->of_target(whose, item.what));
    } else if (const auto earlier = known_->find(whose, item.what, item.sha256); earlier && state.listed != nullptr) {
      apply_earlier_background(item, *earlier, state.listed->value->files, state.accounted);
    }
  }

  void take_place(std::size_t i, target_state& state) {
    plan_item& item = out_.what.items[i];
    const auto is_full = [&] {
      const auto& most = out_.by[i].where->most_files;
      return most && state.taken >= most->value;
    };
    while (options_.make_room && is_full() && !state.own_files.empty()) {
      item.deletes.push_back(state.own_files.front().zoom_id);
      state.own_files.erase(state.own_files.begin());
      --state.taken;
    }
    run_position position;
    position.accepted_before = state.taken;
    judge_again(i, &position);
    if (item.to_do != outcome::planned) {
      state.taken += static_cast<std::uint32_t>(item.deletes.size());
      item.deletes.clear();
      return;
    }
    ++state.taken;
    ++calls_planned_;
  }

  void show(planning_stage stage, std::size_t done, std::size_t of) const {
    if (options_.progress) {
      options_.progress(stage, done, of);
    }
  }

  std::span<const wanted_item> wanted_;
  judging& how_;
  service* from_;
  const ledger* known_;
  timekeeper& time_;
  const planning_options& options_;
  fresh_plan out_;
  std::map<file_key, sealed_file> distinct_;
  std::vector<sealed_file*> files_;
  std::map<std::pair<std::string, purpose>, target_state> targets_;
  std::set<std::pair<std::string, std::string>> wanted_contents_;
  std::uint64_t calls_planned_ = 0;
};

}  // namespace

fresh_plan make_plan(std::span<const wanted_item> wanted, judging& how, service* from, const ledger* known,
                     timekeeper& time, const planning_options& options) {
  return planner{wanted, how, from, known, time, options}.make();
}

std::string sentence_of(const answer& said) {
  if (said.message.empty() || said.advice.empty()) {
    return said.message + said.advice;
  }
  return said.message + (said.message.ends_with('.') ? " " : ". ") + said.advice;
}

}  // namespace preflight::upload
