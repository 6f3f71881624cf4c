#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/send/run_stopper.hpp>

namespace preflight::upload {

/// Makes a plan in two steps: first every file is looked at, then one target after the other is asked about and
/// decided. Who sends what is decided before it goes on to the next target spends a day's calls on what can be done
/// that day.
class planner {
 public:
  /// Without a service nothing is asked; without a ledger nothing was ever sent. Everything given must stay.
  planner(std::span<const upload_request> wanted, file_policy& how, zoom_api* from, const ledger* known, clock& time,
          const planning_options& options, run_stopper& over);

  /// Every file, and what can be said without asking. The rest is then to be decided, by target.
  void inspect();

  /// Targets that something good is for, those first for which the ledger has something open.
  [[nodiscard]] std::size_t targets() const { return groups_.size(); }
  /// How many these are.
  [[nodiscard]] std::size_t open_targets() const { return open_targets_; }
  /// In the order of the plan.
  [[nodiscard]] std::span<const std::size_t> items_of(std::size_t target) const { return groups_[target]; }
  /// Asks about one target and decides its items; once each, by several threads. Throws interrupted and ledger_error.
  void resolve_target(std::size_t target);

  [[nodiscard]] fresh_plan& made() { return out_; }

 private:
  using file_key = std::pair<std::string, std::uint64_t>;  ///< path, and how much of it is kept
  struct target_state;
  /// What is known of an item besides its file and its target's settings.
  struct circumstances {
    const run_position* in_run = nullptr;
    std::string_view other_picture{};  ///< path of another picture for the same target; empty where there is none
    bool looks_there = false;          ///< the target has a file of that name and size that is none of ours
  };

  void prepare(std::size_t i);
  void read_files();
  void judge_alone(std::size_t i);
  void judge_again(std::size_t i, const circumstances& about);
  void group_by_target();
  [[nodiscard]] bool is_settled(std::span<const std::size_t> items) const;

  [[nodiscard]] std::string ask(const target& target);
  void settle(const std::string& target);
  void refuse_several_pictures(std::span<const std::size_t> items);
  [[nodiscard]] target_state state_of(const target& target, std::string not_asked);
  [[nodiscard]] bool is_wanted(const std::string& target, const std::string& sha256);
  void decide_item(std::size_t i, target_state& state);
  [[nodiscard]] bool is_decided_unasked(plan_item& item, const target_state& state);
  void check_history(plan_item& item, const target_state& state) const;
  void reserve_slot(std::size_t i, target_state& state);
  void show(planning_stage stage, std::size_t done, std::size_t of) const;

  std::span<const upload_request> wanted_;
  file_policy& how_;
  zoom_api* from_;
  const ledger* known_;
  clock& time_;
  const planning_options& options_;
  run_stopper& over_;
  fresh_plan out_;
  std::map<file_key, file_snapshot> distinct_;
  std::vector<file_snapshot*> files_;
  std::vector<std::vector<std::size_t>> groups_;
  std::size_t open_targets_ = 0;
  std::mutex deciding_;  ///< guards what follows, and what of out_ is not one target's
  std::set<std::pair<std::string, std::string>> wanted_contents_;
  std::uint64_t calls_planned_ = 0;
};

}  // namespace preflight::upload
