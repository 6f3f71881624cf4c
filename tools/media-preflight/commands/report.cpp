#include "commands/report.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <preflight/output/all.hpp>

#include "cli/fatal_error.hpp"
#include "config/configuration.hpp"
#include "merge/merged_runs.hpp"
#include "options/scan_options.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"

namespace preflight::cli {
namespace {

struct report_request {
  std::vector<std::string> files;
  std::string configuration;
  std::vector<std::string> outputs;
  bool warnings_as_errors = false;
  bool allows_empty = false;
  bool with_statistics = false;
  bool quiet = false;
};

/// Each shard is an open file.
void allow_many_files() {
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

std::vector<std::unique_ptr<written_run>> opened(const report_request& request, const configuration& names,
                                                 const standard_streams& around) {
  if (std::count(request.files.begin(), request.files.end(), "-") > 1) {
    throw fatal_error{"standard input can be read only once"};
  }
  std::vector<std::unique_ptr<written_run>> runs;
  for (const std::string& path : request.files) {
    if (path.empty()) {
      throw fatal_error{"a path is empty; perhaps a variable of a script was not set"};
    }
    runs.push_back(
        std::make_unique<written_run>(path, around.input, reading_options{&names, request.warnings_as_errors}));
  }
  return runs;
}

/// What the text of facts shows is more than their lines hold.
void must_have_facts_for(const outputs& to) {
  for (const outputs::output& each : to.all()) {
    if (each.form == &writers::text) {
      throw fatal_error{
          "these are lines of facts, which do not hold all that its text shows; say --output json or ndjson"};
    }
  }
}

int report_on(const report_request& request, const standard_streams& around) {
  allow_many_files();
  const std::string file = request.configuration.empty() ? nearest_configuration_file("") : request.configuration;
  const configuration names = file.empty() ? configuration{} : load_configuration(file);
  auto runs = opened(request, names, around);
  progress line{around.error, !request.quiet};
  outputs to{
      request.outputs, {.only_failures = request.quiet, .with_statistics = request.with_statistics}, around, line};
  if (!file.empty()) {
    to.reject_read_file(file, "the configuration");
  }
  for (const auto& each : runs) {
    to.reject_read_file(each->source().descriptor_number());  // as a pattern such as shards/* easily makes it
  }
  merged_runs merged{std::move(runs)};
  std::vector<std::string> texts(to.all().size());
  std::uint64_t unread = 0;
  to.begin();
  while (const file_line* const next = merged.next()) {
    if (next->judged_for == nullptr) {
      must_have_facts_for(to);
    }
    const written_file shown = next->shown();
    unread += next->judged_for == nullptr && lacks_facts(shown) ? 1U : 0U;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const outputs::output& each = to.all()[i];
      texts[i].clear();
      each.form->file(texts[i], shown, each.how);
    }
    to.write(texts);
    line.show(merged.files(), merged.failed());
  }
  const run_summary summary = merged.summary();
  if (summary.files == 0 && !request.allows_empty) {
    throw fatal_error{"nothing was checked: there are no files in these runs; --allow-empty makes that good"};
  }
  to.end(summary);
  // As facts ends, too.
  return unread > 0 ? status_cannot_run : summary.failed > 0 ? status_findings : status_good;
}

}  // namespace

action add_report(CLI::App& to) {
  CLI::App& line = *to.add_subcommand(
      "report",
      "Make one report of several: of all shards of a check, or of other runs, written with --output ndjson.");
  const auto request = std::make_shared<report_request>();
  line.add_option("FILE", request->files, "What a run wrote with --output ndjson, each whole; - is standard input.")
      ->required();
  line.add_flag("--warnings-as-errors", request->warnings_as_errors, "What was a warning is an error.")
      ->group("By what to judge");
  line.add_option(
          "--config", request->configuration,
          "What destinations are called: this configuration, not the media-preflight.toml found from the working "
          "folder upwards.")
      ->type_name("FILE")
      ->group("By what to judge");
  line.add_flag("--allow-empty", request->allows_empty, "Runs without any file are good, not an error.")
      ->group("By what to judge");
  add_output_options(line, request->outputs);
  line.add_flag("--statistics", request->with_statistics, "Also a table of how often each rule was broken.")
      ->group("What to write");
  line.add_flag("--quiet,-q", request->quiet, "Only the failures, and nothing where there are none.")
      ->group("What to write");
  line.footer(
      "Status: 0 no errors found, 1 errors found, 2 could not run: a shard is missing, was not written to its end, or "
      "says something else about a file than another one; or facts of a file could not be had.");
  return [request](const standard_streams& around) { return report_on(*request, around); };
}

}  // namespace preflight::cli
