#include "commands/check.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>

#include "commands/show_settings.hpp"
#include "options/option_group.hpp"
#include "options/output_options.hpp"
#include "options/parse_number.hpp"
#include "options/policy_options.hpp"
#include "options/scan_options.hpp"
#include "scan/scan.hpp"

namespace preflight::cli {
namespace {

/// What decides between the exit statuses 0 and 1.
struct exit_options {
  bool is_zero = false;
  std::optional<std::uint64_t> max_warnings;
};

std::uint64_t parse_max_warnings(const std::string& text) {
  const std::optional<std::uint64_t> number = parse_number<std::uint64_t>(text);
  reject_if(!number, fmt::format("--max-warnings must be a number, got '{}'", text));
  return *number;
}

void add_exit_options(option_group rules, exit_options& options) {
  rules.parsed("--max-warnings", "N", options.max_warnings, parse_max_warnings,
               "Fail (exit status 1) when there are more than N warnings.");
  rules.flag("--exit-zero", options.is_zero, "Exit with status 0 even if files fail.");
}

int status_of(const run_summary& run, const exit_options& options) {
  const bool is_over = options.max_warnings && run.warnings > *options.max_warnings;
  return (run.failed > 0 || is_over) && !options.is_zero ? status_findings : status_good;
}

}  // namespace

action add_check(command_line& command) {
  const auto options = std::make_shared<scan_options>();
  add_path_options(command, *options);
  add_change_options(command, *options);
  add_policy_options(command, options->policy);
  option_group rules{command, "Rules"};
  rules.flag("--one-user", options->one_user, "Treat all files as one user's: count them and report duplicates.");
  rules.file("--baseline", "FILE", options->baseline,
             "Leave out the findings that FILE lists, by content and rule, whatever the files are called.");
  rules.file("--write-baseline", "FILE", options->write_baseline,
             "Write all current findings to FILE, for --baseline. Entries that no longer occur are dropped.");
  const auto shows_settings = std::make_shared<bool>(false);
  rules.flag("--show-settings", *shows_settings,
             "Check nothing; show the settings in effect for each path and what sets them (--output text or json).");
  const auto gate = std::make_shared<exit_options>();
  add_exit_options(rules, *gate);
  add_depth_options(command, *options);
  add_output_options(command, options->outputs, output_formats(engine::all_writers));
  add_appearance_options(command, options->look);
  options->exit_status = [gate](const run_summary& run) { return status_of(run, *gate); };
  command.footer = "Exit status: 0 no file fails, 1 some fail, 2 could not run or nothing to check.";
  return [options, gate, shows_settings](const standard_streams& streams) {
    return *shows_settings ? show_settings(*options, streams) : status_of(scan(*options, streams).summary, *gate);
  };
}

}  // namespace preflight::cli
