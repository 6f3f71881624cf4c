#include <algorithm>
#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

#include <preflight/text/utf8/name_key.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/http/multipart_form.hpp>
#include <preflight/upload/ledger/reconcile.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/send/detail/parallel_for.hpp>

namespace preflight::upload {
namespace {

/// A sentence about a file that is not there: which one in its folder differs only in case, spaces, extension, or how
/// its letters are encoded. Empty where there is none, or more than one.
std::string near_name(const std::string& path) {
  const std::filesystem::path whole{path};
  const std::string key = name_key(whole.filename().native());
  std::vector<std::string> found;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry{whole.parent_path(), failed}, end; !failed && entry != end;
       entry.increment(failed)) {
    if (name_key(entry->path().filename().native()) == key) {
      found.push_back(entry->path().filename().native());
    }
  }
  if (found.size() != 1 || key.empty()) {
    return {};
  }
  const bool is_encoding = as_utf8(found.front()) == as_utf8(whole.filename().native());
  return "Its folder has '" + found.front() + (is_encoding ? "', the same letters in another encoding." : "'.");
}

}  // namespace

planner::planner(std::span<const upload_request> requests, run_context& run, planning_aim aim)
    : requests_{requests}, run_{run}, aim_{aim}, start_{run.clock.today()} {
  out_.what.made = iso_time(run.clock.today());
  out_.what.folder = run.options.folder;
  out_.what.rates = run.options.rates;
  out_.what.calls_a_second = run.options.calls_a_second;
  out_.what.items.resize(requests.size());
  out_.policies.resize(requests.size());
  files_.resize(requests.size());
}

void planner::inspect() {
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    prepare(i);
  }
  inspect_files();
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    check_item(i);
  }
  group_by_target();
}

void planner::prepare(std::size_t i) {
  const upload_request& requested = requests_[i];
  plan_item& item = out_.what.items[i];
  item.target = folded(requested.target);
  item.what = requested.what;
  item.path = requested.path;
  item.line = requested.line;
  item.message = requested.problem.empty() ? requested.hint : requested.problem;
  item.action = requested.problem.empty() ? upload_outcome::planned : upload_outcome::refused;
  out_.policies[i] = run_.files.policy(requested.what, requested.path);
  if (item.action == upload_outcome::planned) {
    const judged_by& policy = out_.policies[i];
    files_[i] = &distinct_[{requested.path, max_bytes_of(*policy.where)}];
    std::vector<judged_by>& policies = policies_[files_[i]];
    if (std::ranges::find(policies, policy) == policies.end()) {
      policies.push_back(policy);
    }
  }
}

void planner::inspect_files() {
  std::vector<std::pair<const file_key*, file_snapshot*>> all;
  all.reserve(distinct_.size());
  for (auto& [key, file] : distinct_) {
    all.emplace_back(&key, &file);
  }
  std::atomic<std::size_t> done = 0;
  parallel_for(all.size(), run_.options.readers, [&] {
    return [&, inspect = run_.files.make_inspector()](std::size_t i) {
      const std::string& path = all[i].first->first;
      const std::vector<judged_by>& policies = policies_.at(all[i].second);
      *all[i].second = read_and_hash(
          absolute(run_.options.folder, path), all[i].first->second, run_.files.known, inspect, [&](const facts& seen) {
            return std::ranges::all_of(policies, [&](const judged_by& p) { return is_refused(seen, path, p); });
          });
      // Read again when it is sent; until then the hash stands for it.
      std::vector<unsigned char>{}.swap(all[i].second->bytes);
      run_.observers.progress(planning_stage::reading, ++done, all.size());
    };
  });
}

void planner::check_item(std::size_t i) {
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
  apply_rules(i, {});
  constexpr unsigned max_near_names = 100;  // each is a look through a folder
  if (file.not_read && near_names_++ < max_near_names) {
    item.message = near_name(absolute(run_.options.folder, item.path));
  }
  if (std::string blocker = send_blocker(file, *out_.policies[i].where);
      item.action == upload_outcome::planned && !blocker.empty()) {
    item.action = upload_outcome::refused;
    item.message = std::move(blocker);
  }
}

void planner::apply_rules(std::size_t i, const item_context& context) {
  plan_item& item = out_.what.items[i];
  const target_kind kind = item.target.kind;
  std::vector<planned_call> calls;
  request asked = request_of(item);
  asked.token_has_no_user = run_.options.token.is_app;
  asked.looks_already_there = context.looks_there;
  asked.other_picture = context.other_picture;
  if (run_.options.token.granted) {
    asked.granted = *run_.options.token.granted;
  }
  if (takes(kind, item.what)) {
    const call sending = upload_call(kind, item.what);
    calls.push_back(upload::planned(sending));
    if (run_.zoom != nullptr) {
      asked.call_number = calls_planned_ + 1;
      asked.calls_a_day = rate_of(endpoint_of(sending).label, run_.options.rates).calls_a_day;
    }
  }
  if (is_listed(item.what)) {
    calls.push_back(upload::planned(list_call(kind)));
  }
  if (!item.deletes.empty() && !replaces(item.what)) {
    calls.push_back(upload::planned(delete_call(kind, item.what)));
  }
  asked.calls = calls;
  if (const auto found = out_.listed.find(text_of(item.target)); found != out_.listed.end() && found->second.value) {
    asked.backgrounds_enabled = found->second.value->enabled;
    asked.videos_allowed = found->second.value->videos_allowed;
    asked.uploads_allowed = found->second.value->uploads_allowed;
  }
  item.findings = judge_item(*files_[i], item.path, out_.policies[i], asked, context.in_run);
  if (has_error(item.findings)) {
    item.action = upload_outcome::refused;
  }
}

void planner::group_by_target() {
  std::map<target, std::size_t> places;
  for (std::size_t i = 0; i < out_.what.items.size(); ++i) {
    const plan_item& item = out_.what.items[i];
    requested_contents_.emplace(text_of(item.target), item.sha256);
    if (item.action != upload_outcome::planned) {
      continue;
    }
    const auto [place, is_new] = places.try_emplace(item.target, groups_.size());
    if (is_new) {
      groups_.emplace_back();
    }
    groups_[place->second].push_back(i);
    if (run_.zoom != nullptr && is_listed(item.what)) {
      out_.listed.try_emplace(text_of(item.target));
    }
  }
  if (run_.zoom != nullptr && run_.ledger != nullptr) {
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
    const auto earlier = run_.ledger->find(text_of(item.target), item.what, item.sha256);
    return earlier && earlier->state == ledger_state::sent;
  });
}

fresh_plan make_plan(std::span<const upload_request> requests, run_context& run) {
  planner planner{requests, run, planning_aim::later_run};
  planner.inspect();
  std::atomic<std::size_t> done = 0;
  parallel_for(planner.targets(), run.zoom != nullptr ? run.options.parallel : 1, [&] {
    return [&](std::size_t target) {
      planner.resolve_target(target);
      if (run.zoom != nullptr) {
        run.observers.progress(planning_stage::asking, ++done, planner.targets());
      }
    };
  });
  return std::move(planner.result());
}

}  // namespace preflight::upload
