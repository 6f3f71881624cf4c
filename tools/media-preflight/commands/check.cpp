#include "commands/check.hpp"

#include <memory>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>

#include "commands/show_settings.hpp"
#include "options/exit_options.hpp"
#include "options/option_group.hpp"
#include "options/output_options.hpp"
#include "options/policy_options.hpp"
#include "options/scan_options.hpp"
#include "scan/scan.hpp"

namespace preflight::cli {
namespace {

/// Each shard has only its part of the warnings, and to a scheduler its status says whether it ran.
void reject_in_shard(const scan_options& options, const exit_options& gate) {
  for (const option_use& use :
       {option_use{"--max-warnings", gate.max_warnings.has_value()}, option_use{"--exit-zero", gate.is_zero}}) {
    reject_if(options.shard && use.is_useless,
              fmt::format("{} cannot be used with --shard; give it to media-preflight report", use.option));
  }
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
  command.finish = [finish = command.finish, options, gate] {
    finish();
    reject_in_shard(*options, *gate);
  };
  options->exit_status = [gate](const run_summary& run) { return status_of(run, *gate); };
  command.footer = "Exit status: 0 no file fails, 1 some fail, 2 could not run or nothing to check.";
  return [options, gate, shows_settings](const standard_streams& streams) {
    if (*shows_settings) {
      return show_settings(*options, streams);
    }
    const run_summary run = scan(*options, streams).summary;
    explain_status(run, *gate, streams);
    return status_of(run, *gate);
  };
}

}  // namespace preflight::cli
