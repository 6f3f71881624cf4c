#include "commands/report.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>

#include "cli/fatal_error.hpp"
#include "config/configuration.hpp"
#include "merge/merged_runs.hpp"
#include "options/output_options.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"

namespace preflight::cli {
namespace {

struct report_options {
  std::vector<std::string> files;
  std::string configuration;
  std::vector<output_target> outputs;
  appearance look;
  bool warnings_as_errors = false;
  bool allow_empty = false;
};

/// Each shard is an open file.
void allow_many_files() {
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

std::vector<std::unique_ptr<run_reader>> open_runs(const std::vector<std::string>& paths, int input) {
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    throw fatal_error{"standard input can be read only once"};
  }
  std::vector<std::unique_ptr<run_reader>> runs;
  for (const std::string& path : paths) {
    if (path.empty()) {
      throw fatal_error{"a path is empty; is a variable in your script unset?"};
    }
    runs.push_back(std::make_unique<run_reader>(path, input));
  }
  return runs;
}

/// What other forms show of facts is more than their lines hold.
void require_json(const outputs& outputs) {
  for (const outputs::output& output : outputs.all()) {
    if (output.form != engine::writer_named("json") && output.form != engine::writer_named("ndjson")) {
      throw fatal_error{"facts can be merged only as JSON; use --output json or ndjson"};
    }
  }
}

int write_report(const report_options& options, const standard_streams& streams) {
  allow_many_files();
  const std::string file = options.configuration.empty() ? nearest_configuration_file("") : options.configuration;
  const configuration names = file.empty() ? configuration{} : load_configuration(file);
  auto runs = open_runs(options.files, streams.input);
  progress line{streams.error, !options.look.only_failures};
  outputs outputs{options.outputs, options.look, streams, line};
  if (!file.empty()) {
    outputs.reject_read_file(file, "the configuration");
  }
  for (const auto& run : runs) {
    outputs.reject_read_file(run->descriptor_number());  // as a pattern such as shards/* easily makes it
  }
  merged_runs merged{std::move(runs), names, options.warnings_as_errors};
  std::vector<std::string> texts(outputs.all().size());
  bool lacks_facts = false;
  outputs.begin();
  while (const file_line* const next = merged.next()) {
    if (next->destination == nullptr) {
      require_json(outputs);
    }
    lacks_facts = lacks_facts || next->lacks_facts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      texts[i].clear();
      next->append_to(texts[i], *outputs.all()[i].form, outputs.all()[i].look);
    }
    outputs.write(texts);
    line.show(merged.total().files, merged.total().failed);
  }
  const run_summary summary = merged.summary();
  if (summary.files == 0 && !options.allow_empty) {
    throw fatal_error{"nothing to report: these runs have no files; --allow-empty accepts this"};
  }
  outputs.end(summary);
  // As facts ends, too.
  return lacks_facts ? status_cannot_run : summary.failed > 0 ? status_findings : status_good;
}

}  // namespace

action add_report(CLI::App& app) {
  CLI::App& command =
      *app.add_subcommand("report", "Merge the NDJSON results of shards or other runs into one report.");
  const auto options = std::make_shared<report_options>();
  command.add_option("FILE", options->files, "Complete result of a run with --output ndjson; - reads standard input.")
      ->required();
  command.add_flag("--warnings-as-errors", options->warnings_as_errors, "Treat warnings as errors.")->group("Rules");
  command
      .add_option("--config", options->configuration,
                  "Take destination titles from this configuration instead of the nearest media-preflight.toml.")
      ->type_name("FILE")
      ->group("Rules");
  command.add_flag("--allow-empty", options->allow_empty, "Succeed when there are no files.")->group("Rules");
  add_output_options(command, options->outputs, output_formats(engine::all_writers));
  add_appearance_options(command, options->look);
  command.footer(
      "Exit status: 0 all pass, 1 some fail, 2 could not run: a shard is missing, incomplete or contradicts another, "
      "or a file's properties could not be read.");
  return [options](const standard_streams& streams) { return write_report(*options, streams); };
}

}  // namespace preflight::cli
