#include "options/scan_options.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/text/errno_message.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/parse_number.hpp"
#include "output/run_fingerprint.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view from_input = "-";
constexpr unsigned most_jobs = 256;

check_depth depth_of(const scan_options& request) {
  const auto known = std::find(depth_names.begin(), depth_names.end(), request.depth);
  if (known == depth_names.end()) {
    throw fatal_error{
        fmt::format("--depth: unknown depth '{}'{}", request.depth, suggestion(request.depth, depth_names))};
  }
  return static_cast<check_depth>(known - depth_names.begin());
}

unsigned jobs_of(const scan_options& request) {
  const unsigned wanted = request.jobs == 0 ? std::thread::hardware_concurrency() : request.jobs;
  return std::clamp(wanted, 1U, most_jobs);
}

void read_list(const scan_options& request, const standard_streams& around, const outputs& written, path_list& into) {
  if (request.files_from == from_input) {
    written.reject_read_file(around.input);
    read_path_list(around.input, request.nul_separated, "on standard input", into);
    return;
  }
  const descriptor list{::open(request.files_from.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
  if (!list.is_open()) {
    throw fatal_error{fmt::format("the list {} cannot be read: {}", request.files_from, errno_message(errno))};
  }
  written.reject_read_file(list.number());
  read_path_list(list.number(), request.nul_separated, request.files_from, into);
}

path_list paths_of(const scan_options& request, const standard_streams& around, const outputs& written) {
  path_list paths;
  for (const std::string& path : request.paths) {
    if (path.empty()) {
      throw fatal_error{"a path is empty; is a variable in your script unset?"};
    }
    if (path == from_input) {
      paths.add(request.input_name.empty() ? stdin_name : std::string_view{request.input_name},
                path_list::origin::input);
    } else {
      paths.add(path, path_list::origin::argument);
    }
  }
  const auto inputs = std::count(request.paths.begin(), request.paths.end(), from_input);
  if (inputs + (request.files_from == from_input ? 1 : 0) > 1) {
    throw fatal_error{"standard input can be read only once: as one file (-) or as a list (--files-from -)"};
  }
  if (inputs == 0 && !request.input_name.empty()) {
    throw fatal_error{"--stdin-name needs the path -, which reads a file from standard input"};
  }
  if (request.nul_separated && request.files_from.empty()) {
    throw fatal_error{"-0 needs --files-from FILE"};
  }
  if (!request.files_from.empty()) {
    read_list(request, around, written, paths);
  } else if (request.paths.empty()) {
    paths.add(".", path_list::origin::argument);
  }
  return paths;
}

}  // namespace

void add_path_options(CLI::App& to, scan_options& request) {
  to.add_option(
      "PATH", request.paths,
      "Files and folders (default: .), or - for one file on standard input. In folders, only media files count.");
  to.add_option("--files-from", request.files_from,
                "Read more paths from FILE, one per line; - reads them from standard input.")
      ->type_name("FILE")
      ->group("Files");
  to.add_flag("-0,--null", request.nul_separated, "Expect NUL-separated paths in --files-from, as from find -print0.")
      ->group("Files");
  to.add_flag("--hidden", request.with_hidden, "Include hidden files and folders (names that start with a dot).")
      ->group("Files");
  to.add_flag("--no-ignore", request.with_ignored, "Include files that .gitignore and .ignore exclude.")
      ->group("Files");
  to.add_option("--stdin-name", request.input_name, "Name to report for the file on standard input.")
      ->type_name("NAME")
      ->group("Files");
  to.add_option("--shard", request.shard,
                "Read only part K of N; auto takes both from Slurm or Kubernetes. Merge with media-preflight report.")
      ->type_name("K/N|auto")
      ->group("Files");
  to.add_flag("--allow-empty", request.allows_empty, "Succeed when there are no files.")->group("Files");
}

void add_scan_options(CLI::App& to, scan_options& request) {
  request.depth = name_of(check_depth::structure);
  to.add_option(
        "--depth", request.depth,
        "Depth of reading: header (a few KiB), structure (the whole container; default) or decode (every frame).")
      ->type_name("DEPTH")
      ->group("Reading");
  to.add_option("--jobs,-j", request.jobs, "Number of files to read at once (default: one per processor).")
      ->type_name("N")
      ->check([](const std::string& text) {
        const unsigned number = parse_number<unsigned>(text).value_or(0);
        return number >= 1 && number <= most_jobs
                   ? std::string{}
                   : fmt::format("must be between 1 and {1}, got '{0}'", text, most_jobs);
      })
      ->group("Reading");
  add_decode_options(to, request.decoding);
}

void add_output_options(CLI::App& to, std::vector<std::string>& outputs, const std::string& formats) {
  to.add_option("--output,-o", outputs,
                "Format of a report (" + formats + ") and, after a colon, its file. Repeatable (default: text).")
      ->type_name("FORMAT[:FILE]")
      ->allow_extra_args(false)
      ->group("Output");
}

scan_result scan(const scan_options& request, policies& by, bool judges, bool one_user,
                 const standard_streams& around) {
  const check_depth to = depth_of(request);
  const decode_settings settings = settings_of(request.decoding);
  if (to == check_depth::decode) {
    warn_about_missing_sandbox(settings, around);
  }
  const auto part = request.shard.empty() ? std::nullopt : std::optional{parse_shard(request.shard)};
  if (part && one_user) {
    throw fatal_error{"--one-user compares all files, so it cannot be combined with --shard"};
  }
  progress line{around.error, !request.quiet};
  outputs written{
      request.outputs, {.only_failures = request.quiet, .with_statistics = request.with_statistics}, around, line};
  by.on_configuration_read(
      [&written](const std::string& file) { written.reject_read_file(file, "the configuration"); });
  file_queue from{paths_of(request, around, written), {request.with_hidden, request.with_ignored}, by};
  scanner workers{from, written, {to, settings, jobs_of(request), judges, one_user, part}, around, line};
  run_summary summary = workers.work();
  // Whether a folder without media is nothing to check is a question for all shards together: for the report.
  const std::uint64_t looked_at = part ? workers.offered() : summary.files;
  if (looked_at == 0 && !request.allows_empty) {
    throw fatal_error{request.files_from.empty()
                          ? "nothing to check: no media files found; --hidden and --no-ignore include more, "
                            "--allow-empty accepts this"
                          : "nothing to check: no media files in the list; --allow-empty accepts this"};
  }
  summary.start = part ? run_fingerprint(request, by, judges, from.asked()) : 0;
  written.end(summary);
  return {summary, workers.unread()};
}

}  // namespace preflight::cli
