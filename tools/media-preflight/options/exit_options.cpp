#include "options/exit_options.hpp"

#include <fmt/format.h>

#include "commands/command.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::uint32_t most_warnings = 1'000'000'000;

bool has_too_many_warnings(const run_summary& run, const exit_options& options) {
  return options.max_warnings && run.warnings > *options.max_warnings;
}

}  // namespace

void add_exit_options(option_group rules, exit_options& options) {
  rules.number("--max-warnings", options.max_warnings, {0, most_warnings},
               "Fail (exit status 1) when there are more than N warnings.");
  rules.flag("--exit-zero", options.is_zero, "Exit with status 0 even if files fail.");
}

int status_of(const run_summary& run, const exit_options& options) {
  return (run.failed > 0 || has_too_many_warnings(run, options)) && !options.is_zero ? status_findings : status_good;
}

void explain_status(const run_summary& run, const exit_options& options, const standard_streams& streams) {
  if (run.failed == 0 && has_too_many_warnings(run, options) && !options.is_zero) {
    write_message(streams.error, fmt::format("media-preflight: {} warning{}, more than --max-warnings {}\n",
                                             run.warnings, run.warnings == 1 ? "" : "s", *options.max_warnings));
  }
}

}  // namespace preflight::cli
