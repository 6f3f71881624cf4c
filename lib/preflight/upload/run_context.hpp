#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <preflight/upload/api/zoom_api.hpp>
#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/retry/clock.hpp>
#include <preflight/upload/retry/rates.hpp>
#include <preflight/upload/send/file_policy.hpp>
#include <preflight/upload/send/item_result.hpp>
#include <preflight/upload/send/run_stopper.hpp>

namespace preflight::upload {

/// What a new file may replace: nothing; files of ours, by those of the same name, and wallpapers of ours; or any
/// wallpaper, too.
enum class replacement : std::uint8_t { none, own, any };

struct run_options {
  std::string folder;      ///< absolute; where relative paths start from. The files are opened from there.
  bool make_room = false;  ///< older files of ours may be deleted where a target is full
  replacement replace = replacement::none;
  bool adopt = false;  ///< a file of the same name and size that is there counts as sent
  zoom_plan rates = zoom_plan::pro;
  std::optional<std::uint32_t> calls_a_second{};  ///< instead of the plan's rates; 0: no limit
  unsigned parallel = 1;                          ///< calls, and files in memory, at once; never two for one target
  unsigned readers = 1;                           ///< files read at once before anything is sent
  unsigned tries = 3;                             ///< of one item, where the one before certainly stored nothing
  std::string ledger_name{};                      ///< how messages name the ledger in commands; empty: the usual one
  session token{};                                ///< what is known of the token
  std::chrono::milliseconds settle{30'000};       ///< how long after a lost response the service's list may be behind
  const plan* approved = nullptr;                 ///< nothing is done that this plan does not say
};

/// A stage of planning, for a progress line.
enum class planning_stage : std::uint8_t { reading, asking };

/// What a caller hears while a run goes on. None of them may be empty.
struct run_observers {
  /// By several threads.
  std::function<void(planning_stage, std::size_t done, std::size_t total)> progress = [](auto...) {};
  /// Every item once, in the order of the plan, each as soon as those before it are done. By one thread at a time.
  std::function<void(std::size_t index, const item_result&)> on_result = [](auto, const auto&) {};
  /// Every item once, as soon as it is done, in any order. By several threads.
  std::function<void(const item_result&)> on_done = [](const auto&) {};
};

/// Everything that planning and sending work with. What it refers to must stay as long as the run.
struct run_context {
  file_policy& files;
  upload::clock& clock;
  zoom_api* zoom = nullptr;          ///< without it nothing is asked
  upload::ledger* ledger = nullptr;  ///< without it nothing was ever sent
  run_options options{};
  run_observers observers{};
  run_stopper stopper{};
};

}  // namespace preflight::upload
