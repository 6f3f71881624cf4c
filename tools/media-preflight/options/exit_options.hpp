#pragma once

#include <cstdint>
#include <optional>

#include <preflight/output/writer.hpp>

#include "cli/standard_streams.hpp"
#include "options/option_group.hpp"

namespace preflight::cli {

/// What decides between the exit statuses 0 and 1.
struct exit_options {
  bool is_zero = false;
  std::optional<std::uint64_t> max_warnings;
};

/// --max-warnings and --exit-zero
void add_exit_options(option_group rules, exit_options& options);

[[nodiscard]] int status_of(const run_summary& run, const exit_options& options);

/// Says on standard error that a run fails only for the number of its warnings, which no report says.
void explain_status(const run_summary& run, const exit_options& options, const standard_streams& streams);

}  // namespace preflight::cli
