#include "commands/report.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <preflight/engine/engine.hpp>

#include "config/configuration_set.hpp"
#include "files/descriptor_limit.hpp"
#include "merge/merge_runs.hpp"
#include "options/exit_options.hpp"
#include "options/option_group.hpp"
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
  exit_options gate;
};

int write_report(const report_options& options, const standard_streams& streams) {
  reject_if(std::ranges::count(options.files, "-") > 1, "standard input can be read only once");
  configuration_set configurations;
  const configuration& names =
      options.configuration.empty() ? configurations.for_folder("") : configurations.named(options.configuration);
  progress line{streams.error, !options.look.only_failures};
  outputs outputs{options.outputs, options.look, streams, line};
  configurations.on_read([&outputs](const std::string& file) { outputs.reject_read_file(file, "the configuration"); });
  raise_descriptor_limit();
  std::vector<std::unique_ptr<run_reader>> runs;
  for (const std::string& path : options.files) {
    runs.push_back(std::make_unique<run_reader>(path, streams.input, names, options.warnings_as_errors));
    outputs.reject_read_file(runs.back()->descriptor_number());  // as a pattern such as shards/* easily makes it
  }
  std::vector<std::string> texts(outputs.all().size());
  const writer* const text = engine::writer_named("text");  // which shows more of facts than their lines hold
  std::string title;
  std::uint64_t lacking = 0;  // where there are any, it ends as facts does
  outputs.begin();
  run_summary summary = merge_runs(runs, [&](const file_line& file, const run_summary& total) {
    if (file.destination == nullptr) {
      reject_if(
          std::ranges::any_of(outputs.all(),
                              [&](const auto& output) { return output.form == text || !output.form->writes_facts; }),
          "facts can only be merged as json, ndjson or junit");
      lacking += lacks_facts(file.view()) ? 1U : 0U;
    } else {
      title = total.files == 1 || title == file.destination->title ? file.destination->title : "";
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
      texts[i].clear();
      file.append_to(texts[i], *outputs.all()[i].form, outputs.all()[i].look);
    }
    outputs.write(texts);
    line.show(total.files, total.failed);
  });
  summary.title = title;
  summary.lacking = lacking;
  reject_if(summary.files == 0 && !options.allow_empty,
            "nothing to report: these runs have no files; --allow-empty accepts this");
  const int status = lacking > 0 ? status_cannot_run : status_of(summary, options.gate);
  summary.exit_status = status;
  outputs.end(summary);
  if (lacking == 0) {
    explain_status(summary, options.gate, streams);
  }
  return status;
}

}  // namespace

action add_report(command_line& command) {
  const auto options = std::make_shared<report_options>();
  option_group rules{command, "Rules"};
  rules.files("FILE", options->files, "Complete result of a run with --output ndjson; - reads standard input.")
      .is_required = true;
  rules.flag("--warnings-as-errors", options->warnings_as_errors, "Treat warnings as errors.");
  rules.file("--config", "FILE", options->configuration,
             "Take destination titles from this configuration instead of the nearest media-preflight.toml.");
  add_exit_options(rules, options->gate);
  rules.flag("--allow-empty", options->allow_empty, "Succeed when there are no files.");
  add_output_options(command, options->outputs, output_formats(engine::all_writers));
  add_appearance_options(command, options->look);
  command.footer =
      "Exit status: 0 no file fails, 1 some fail, 2 could not run: a shard is missing, incomplete or contradicts "
      "another, or a file's properties could not be read. Not known to a report: the time of each file (junit), "
      "thumbnails (html), hashes of content (so fingerprints in sarif come from paths), and, of shards, stale baseline "
      "entries.";
  return [options](const standard_streams& streams) { return write_report(*options, streams); };
}

}  // namespace preflight::cli
