#include "commands/check.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/rules/integrity/decode_failed.hpp>
#include <preflight/rules/limits/duplicate_content.hpp>
#include <preflight/rules/limits/too_many_files.hpp>

#include "cli/fatal_error.hpp"
#include "config/policies.hpp"
#include "options/scan_options.hpp"

namespace preflight::cli {
namespace {

struct check_request {
  scan_options files;
  policy_options judging;
  bool one_user = false;
};

/// Where only rules are selected that cannot find anything, every file would pass.
void require_reachable_rules(const check_request& request) {
  struct condition {
    const file_rule* of;
    bool is_met;
    std::string_view option;
  };
  const std::array conditions{
      condition{&rules::decode_failed, request.files.depth == name_of(check_depth::decode), "--depth decode"},
      condition{&rules::too_many_files, request.one_user, "--one-user"},
      condition{&rules::duplicate_content, request.one_user, "--one-user"}};
  for (const std::string& name : request.judging.select) {
    const file_rule* const selected = engine::rule_named(name);
    if (selected == nullptr) {
      throw fatal_error{fmt::format("--select: '{}' applies only to sending; use media-preflight plan", name)};
    }
    for (const condition& each : conditions) {
      if (each.of == selected && !each.is_met) {
        throw fatal_error{fmt::format("--select: '{}' needs {}", name, each.option)};
      }
    }
  }
}

int check(const check_request& request, const standard_streams& around) {
  policies by{request.judging};
  require_reachable_rules(request);
  const scan_result came = scan(request.files, by, true, request.one_user, around);
  return came.summary.failed > 0 ? status_findings : status_good;
}

}  // namespace

action add_check(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("check", "Check files: report what would be rejected, why, and how to fix it.");
  const auto request = std::make_shared<check_request>();
  policy_options& judging = request->judging;

  add_path_options(line, request->files);
  line.add_option("--for", judging.destination,
                  "Destination whose limits apply (default: zoom-background). See media-preflight destinations.")
      ->type_name("DEST")
      ->group("Rules");
  line.add_option("--select", judging.select, "Run only these rules. See media-preflight explain.")
      ->type_name("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("Rules");
  line.add_option("--ignore", judging.ignore, "Skip these rules.")
      ->type_name("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("Rules");
  line.add_flag("--warnings-as-errors", judging.warnings_as_errors, "Treat warnings as errors.")->group("Rules");
  line.add_flag("--one-user", request->one_user, "Treat all files as one user's: count them and report duplicates.")
      ->group("Rules");
  line.add_option("--config", judging.configuration,
                  "Use this configuration instead of the nearest media-preflight.toml above each file.")
      ->type_name("FILE")
      ->group("Rules");
  add_scan_options(line, request->files);
  add_output_options(line, request->files.outputs, output_formats(engine::all_writers));
  line.add_flag("--statistics", request->files.with_statistics, "Add a table of how often each rule fired.")
      ->group("Output");
  line.add_flag("--quiet,-q", request->files.quiet, "Show only failures, and nothing if there are none.")
      ->group("Output");
  line.footer("Exit status: 0 all pass, 1 some fail, 2 could not run or nothing to check.");
  return [request](const standard_streams& around) { return check(*request, around); };
}

}  // namespace preflight::cli
