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
      condition{&rules::decode_failed, request.files.depth == name_of(depth::decode), "--depth decode"},
      condition{&rules::too_many_files, request.one_user, "--one-user"},
      condition{&rules::duplicate_content, request.one_user, "--one-user"}};
  for (const std::string& name : request.judging.select) {
    const file_rule* const selected = engine::rule_named(name);
    if (selected == nullptr) {
      throw fatal_error{fmt::format("--select: '{}' is about sending; media-preflight plan finds it", name)};
    }
    for (const condition& each : conditions) {
      if (each.of == selected && !each.is_met) {
        throw fatal_error{fmt::format("--select: '{}' is found only with {}", name, each.option)};
      }
    }
  }
}

int check(const check_request& request, const standard_streams& around) {
  require_reachable_rules(request);
  policies by{request.judging};
  const scan_result came = scan(request.files, by, true, request.one_user, around);
  return came.summary.failed > 0 ? status_findings : status_good;
}

}  // namespace

action add_check(CLI::App& to) {
  CLI::App& line =
      *to.add_subcommand("check", "Say of each file whether it will pass, and if not, why and what to do.");
  const auto request = std::make_shared<check_request>();
  policy_options& judging = request->judging;

  add_path_options(line, request->files);
  line.add_option("--for", judging.destination,
                  "Where the files are to go; zoom-background unless said otherwise. See media-preflight destinations.")
      ->type_name("DEST")
      ->group("By what to judge");
  line.add_option("--select", judging.select, "Only these rules. See media-preflight explain.")
      ->type_name("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("By what to judge");
  line.add_option("--ignore", judging.ignore, "Not these rules.")
      ->type_name("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group("By what to judge");
  line.add_flag("--warnings-as-errors", judging.warnings_as_errors, "What would be a warning is an error.")
      ->group("By what to judge");
  line.add_flag("--one-user", request->one_user,
                "All files are for one user: count them, and find the same content twice.")
      ->group("By what to judge");
  line.add_option("--config", judging.configuration,
                  "This configuration, not the media-preflight.toml found from each file upwards.")
      ->type_name("FILE")
      ->group("By what to judge");
  add_scan_options(line, request->files);
  add_output_options(line, request->files.outputs, output_formats(engine::all_writers));
  line.add_flag("--statistics", request->files.with_statistics, "Also a table of how often each rule was broken.")
      ->group("What to write");
  line.add_flag("--quiet,-q", request->files.quiet, "Only the failures, and nothing where there are none.")
      ->group("What to write");
  line.footer("Status: 0 no errors found, 1 errors found, 2 could not run or nothing to check.");
  return [request](const standard_streams& around) { return check(*request, around); };
}

}  // namespace preflight::cli
