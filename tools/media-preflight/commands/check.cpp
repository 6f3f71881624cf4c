#include "commands/check.hpp"

#include <memory>

#include <preflight/engine/engine.hpp>

#include "options/output_options.hpp"
#include "options/policy_options.hpp"
#include "options/scan_options.hpp"
#include "scan/scan.hpp"

namespace preflight::cli {

action add_check(CLI::App& app) {
  CLI::App& command =
      *app.add_subcommand("check", "Check files: report what would be rejected, why, and how to fix it.");
  const auto options = std::make_shared<scan_options>();
  add_path_options(command, *options);
  add_policy_options(command, options->policy);
  command.add_flag("--one-user", options->one_user, "Treat all files as one user's: count them and report duplicates.")
      ->group("Rules");
  add_depth_options(command, *options);
  add_output_options(command, options->outputs, output_formats(engine::all_writers));
  add_appearance_options(command, options->look);
  command.footer("Exit status: 0 no file fails, 1 some fail, 2 could not run or nothing to check.");
  return [options](const standard_streams& streams) {
    return scan(*options, streams).summary.failed > 0 ? status_findings : status_good;
  };
}

}  // namespace preflight::cli
