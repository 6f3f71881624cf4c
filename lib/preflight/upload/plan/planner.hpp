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

#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/plan/recipients.hpp>
#include <preflight/upload/run_context.hpp>

namespace preflight::upload {

/// What the service says of the targets, by text_of().
using listings = std::map<std::string, result_with<background_settings>>;

/// A plan, and what it rests on; good for carrying it out at once.
struct fresh_plan {
  plan what;
  std::vector<judged_by> policies;  ///< of each item
  listings listed;
};

/// A plan for later asks what today's calls suffice for, and plans the rest unasked.
enum class planning_aim : std::uint8_t { this_run, later_run };

/// Makes a plan in two passes: first every file is inspected, then one target after the other is asked about and
/// decided. Who sends what is decided before it goes on to the next target spends a day's calls on what can be done
/// that day.
class planner {
 public:
  /// Both must stay.
  planner(std::span<const upload_request> requests, run_context& run, planning_aim aim = planning_aim::this_run);

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

  [[nodiscard]] fresh_plan& result() { return out_; }

 private:
  using file_key = std::pair<std::string, std::uint64_t>;  ///< path, and how much of it is kept
  struct target_state;
  /// What is known of an item besides its file and its target's settings.
  struct item_context {
    const run_position* in_run = nullptr;
    std::string_view other_picture{};  ///< path of another picture for the same target; empty where there is none
    bool looks_there = false;          ///< the target has a file of that name and size that is not ours
  };

  void prepare(std::size_t i);
  void inspect_files();
  void check_item(std::size_t i);
  void apply_rules(std::size_t i, const item_context& context);
  void group_by_target();
  [[nodiscard]] bool is_settled(std::span<const std::size_t> items) const;

  [[nodiscard]] std::string ask(const target& target);
  void settle(const target& target);
  void refuse_several_pictures(std::span<const std::size_t> items);
  [[nodiscard]] target_state state_of(const target& target, std::string not_asked);
  void decide_item(std::size_t i, target_state& state);
  [[nodiscard]] bool is_decided_unasked(plan_item& item, const target_state& state);
  void check_history(plan_item& item, const target_state& state) const;
  [[nodiscard]] bool may_replace(std::size_t i, const background_settings& settings);
  void reserve_slot(std::size_t i, target_state& state);
  void finish_replacement(plan_item& item, target_state& state) const;

  std::span<const upload_request> requests_;
  run_context& run_;
  planning_aim aim_;
  utc_time start_;
  fresh_plan out_;
  std::map<file_key, file_snapshot> distinct_;
  std::vector<file_snapshot*> files_;
  std::map<const file_snapshot*, std::vector<judged_by>> policies_;  // of all who want a file
  std::vector<std::vector<std::size_t>> groups_;
  std::size_t open_targets_ = 0;
  unsigned near_names_ = 0;                                           ///< that were looked for
  std::set<std::pair<std::string, std::string>> requested_contents_;  ///< of targets
  std::mutex guard_;  ///< of what follows, and what of out_ is not one target's
  std::uint64_t calls_planned_ = 0;
};

/// Inspects every file, asks the service about every target that a good file is for, and decides, for a run to come.
/// Where nothing more can be asked, the rest is queued.
[[nodiscard]] fresh_plan make_plan(std::span<const upload_request> requests, run_context& run);

}  // namespace preflight::upload
