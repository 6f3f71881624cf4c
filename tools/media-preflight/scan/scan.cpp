#include "scan/scan.hpp"

#include <fcntl.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/descriptor.hpp"
#include "files/retry_interrupted.hpp"
#include "git/git_changes.hpp"
#include "options/decode_options.hpp"
#include "output/output_file.hpp"
#include "output/outputs.hpp"
#include "output/progress.hpp"
#include "output/text_output.hpp"
#include "scan/baseline.hpp"
#include "scan/describe_run.hpp"
#include "scan/file_checker.hpp"
#include "scan/file_queue.hpp"
#include "scan/run_fingerprint.hpp"
#include "scan/scanner.hpp"
#include "walk/path_list.hpp"

namespace preflight::cli {
namespace {

void read_list(const scan_options& options, int input, const outputs& outputs, path_list& paths) {
  if (options.list == standard_input) {
    outputs.reject_read_file(input);
    read_path_list(input, options.nul_separated, "on standard input", paths);
    return;
  }
  const descriptor list{
      retry_interrupted([&] { return ::open(options.list.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY); })};
  if (!list.is_open()) {
    throw fatal_error{fmt::format("the list {} cannot be read: {}", options.list, errno_message(errno))};
  }
  outputs.reject_read_file(list.number());
  read_path_list(list.number(), options.nul_separated, options.list, paths);
}

path_list read_paths(const scan_options& options, int input, const outputs& outputs) {
  path_list paths;
  for (const std::string& path : options.paths) {
    if (path == standard_input) {
      paths.add(options.stdin_name.empty() ? stdin_name : std::string_view{options.stdin_name},
                path_list::origin::input);
    } else {
      paths.add(path, path_list::origin::argument);
    }
  }
  if (!options.list.empty()) {
    read_list(options, input, outputs, paths);
  } else if (options.paths.empty()) {
    paths.add(".", path_list::origin::argument);
  }
  return paths;
}

/// Where the new baseline goes; nullptr where none is wanted. An old one is read first: it may be the same file.
std::unique_ptr<output_file> open_baseline(const scan_options& options, outputs& outputs, baseline& known) {
  if (!options.baseline.empty()) {
    outputs.reject_read_file(options.baseline, "the baseline");
    known.read(options.baseline);
  }
  if (options.write_baseline.empty()) {
    return nullptr;
  }
  known.start_recording();
  auto record = std::make_unique<output_file>(options.write_baseline, "--write-baseline");
  outputs.add_place("--write-baseline", options.write_baseline, *record);
  return record;
}

/// All but giving it its name.
void store_baseline(const baseline& known, const std::string& name, const output_file& record) {
  std::string text;
  known.write(text);
  write_all(record.number(), name, text);
  record.store();
}

}  // namespace

scan_result scan(const scan_options& given, const standard_streams& streams) {
  policies policies{given.policy};
  const scan_options options = with_configuration(given, policies.configuration_in(first_folder(given)));
  if (options.depth == check_depth::decode) {
    warn_about_missing_sandbox(options.decoding, streams);
  }
  progress progress{streams.error, !options.look.only_failures};
  outputs outputs{options.outputs, options.look, streams, progress};
  policies.on_configuration_read(
      [&outputs](const std::string& file) { outputs.reject_read_file(file, "the configuration"); });
  const bool is_change = options.staged || !options.changed_since.empty();
  file_queue queue = is_change ? file_queue{find_git_changes(options), options.folders, policies}
                               : file_queue{read_paths(options, streams.input, outputs), options.folders, policies};
  baseline known;
  const std::unique_ptr<output_file> record = open_baseline(options, outputs, known);
  scanner scanner{queue, outputs, options, streams, progress};
  const bool has_baseline = record != nullptr || !options.baseline.empty();
  if (has_baseline) {
    scanner.set_baseline(known);
  }
  run_summary summary = scanner.run();
  // Most commits have no media. Whether a folder without media is nothing to check is a question for all shards
  // together: for the report.
  if ((options.shard ? scanner.offered() : summary.files) == 0 && !options.allow_empty && !is_change) {
    throw fatal_error{options.list.empty()
                          ? "nothing to check: no media files found; --hidden and --no-ignore include more, "
                            "--allow-empty accepts this"
                          : "nothing to check: no media files in the list; --allow-empty accepts this"};
  }
  summary.skipped = queue.skipped();
  summary.start = options.shard ? run_fingerprint(options, policies, queue.paths(), known) : 0;
  if (has_baseline) {
    summary.known = known.known();
    const bool is_partial = is_change || options.shard || options.baseline.empty();
    summary.stale = is_partial ? std::nullopt : std::optional{known.stale()};
  }
  if (options.exit_status) {
    summary.exit_status = options.exit_status(summary);
  }
  if (record != nullptr) {
    store_baseline(known, options.write_baseline, *record);
  }
  outputs.end(summary);
  if (record != nullptr) {
    record->finish();
  }
  if (streams.is_verbose) {
    write_message(streams.error, describe_run(scanner, summary, options, queue.all_skipped()));
  }
  return {summary, scanner.unread()};
}

}  // namespace preflight::cli
