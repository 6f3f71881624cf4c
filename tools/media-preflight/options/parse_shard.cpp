#include "options/parse_shard.hpp"

#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "options/parse_number.hpp"

namespace preflight::cli {
namespace {

/// More is a mistake: every shard walks all the folders.
constexpr std::uint32_t max_shards = 1'000'000;

bool is_set(const char* variable) { return std::getenv(variable) != nullptr; }

std::uint32_t number_in(const char* variable, const char* beside) {
  const char* const text = std::getenv(variable);
  if (text == nullptr) {
    throw fatal_error{
        fmt::format("--shard auto: {} is set, but {} is not; set it or use --shard K/N", beside, variable)};
  }
  const std::optional<std::uint32_t> value = parse_number<std::uint32_t>(text);
  if (!value) {
    throw fatal_error{fmt::format("--shard auto: {} must be a whole number, got '{}'", variable, text)};
  }
  return *value;
}

shard require_shard(std::uint64_t number, std::uint64_t count, std::string_view description) {
  if (count == 0 || count > max_shards || number == 0 || number > count) {
    throw fatal_error{
        fmt::format("--shard: {} must be K/N, with K from 1 to N and N at most {}", description, max_shards)};
  }
  return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(count)};
}

/// Task ids begin anywhere and may go in steps (sbatch --array=0-30:10). Of a list with gaps Slurm tells a task only
/// the ends and the count, which does not say how many tasks stand before it.
shard slurm_shard() {
  constexpr const char* id = "SLURM_ARRAY_TASK_ID";
  const std::uint64_t task = number_in(id, id);
  const std::uint64_t min = number_in("SLURM_ARRAY_TASK_MIN", id);
  const std::uint64_t max = number_in("SLURM_ARRAY_TASK_MAX", id);
  const std::uint64_t count = number_in("SLURM_ARRAY_TASK_COUNT", id);
  const std::uint64_t given_step = is_set("SLURM_ARRAY_TASK_STEP") ? number_in("SLURM_ARRAY_TASK_STEP", id) : 1;
  const std::uint64_t step = count == 1 ? 1 : given_step;
  if (step == 0 || max < min || task < min || task > max || (task - min) % step != 0 ||
      (max - min) / step + 1 != count) {
    throw fatal_error{fmt::format(
        "--shard auto: task {} does not fit an array of {} tasks from {} to {} in steps of {}; use --shard K/N", task,
        count, min, max, step)};
  }
  return require_shard((task - min) / step + 1, count, "the place in the Slurm array");
}

/// Kubernetes sets the index, from 0. The number of completions is for the job's own description to pass on.
shard kubernetes_shard() {
  constexpr const char* index = "JOB_COMPLETION_INDEX";
  constexpr const char* completions = "JOB_COMPLETION_COUNT";
  const std::uint64_t place = number_in(index, index);
  const std::uint64_t count = number_in(completions, index);
  return require_shard(place + 1, count, fmt::format("{} {} with {} {}", index, place, completions, count));
}

}  // namespace

shard parse_shard(std::string_view text) {
  if (text != "auto") {
    const std::size_t slash = text.find('/');
    const auto number = parse_number<std::uint32_t>(text.substr(0, slash));
    const auto count =
        slash == std::string_view::npos ? std::nullopt : parse_number<std::uint32_t>(text.substr(slash + 1));
    return require_shard(number.value_or(0), count.value_or(0), fmt::format("'{}'", text));
  }
  const bool in_slurm = is_set("SLURM_ARRAY_TASK_ID");
  const bool in_kubernetes = is_set("JOB_COMPLETION_INDEX");
  if (in_slurm && in_kubernetes) {
    throw fatal_error{"--shard auto: both SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX are set; use --shard K/N"};
  }
  if (!in_slurm && !in_kubernetes) {
    throw fatal_error{
        "--shard auto: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set; outside a Slurm array or indexed "
        "Kubernetes job, use --shard K/N (with GNU parallel: --shard {#}/N)"};
  }
  return in_slurm ? slurm_shard() : kubernetes_shard();
}

}  // namespace preflight::cli
