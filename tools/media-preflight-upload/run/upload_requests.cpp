#include "run/upload_requests.hpp"

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/file_extension.hpp>

#include "cli/fatal_error.hpp"
#include "options/option_group.hpp"
#include "output/text_output.hpp"
#include "scan/file_queue.hpp"
#include "walk/absolute_path.hpp"
#include "walk/file_kind.hpp"
#include "walk/input.hpp"

namespace preflight::cli {
namespace {

/// The files among the paths, and in folders those that are named like pictures and videos.
std::vector<std::string> media_files(const file_options& options, policies& rules) {
  path_list paths;
  for (const std::string& path : options.paths) {
    reject_if(path.empty(), "a path is empty; is a variable in your script unset?");
    paths.add(path, path_list::origin::argument);
  }
  std::vector<std::string> out;
  file_queue queue{std::move(paths), options.folders, rules};
  for (const queued_file* file = queue.next(); file != nullptr; file = queue.next()) {
    if (file->is_explicit || file->problem || claims_media(extension_of(file->path))) {
      out.emplace_back(file->path);
    }
  }
  return out;
}

std::vector<upload::upload_request> requests(const file_options& options, policies& rules) {
  upload::table_options table{options.columns.value_or(upload::column_names{}), {}, options.usual_purpose()};
  // What comes through a pipe lies in no folder of anybody's.
  if (!options.table.starts_with("/dev/") && !options.table.starts_with("/proc/")) {
    table.folder = options.table.substr(0, options.table.rfind('/') + 1);
  }
  if (!options.table.empty() && !options.match) {
    return upload::parse_recipients(read_text("table", options.table), table);
  }
  const std::vector<std::string> files = media_files(options, rules);
  if (!options.match) {
    std::vector<upload::upload_request> out;
    for (const std::string& path : files) {
      out.push_back({*options.target, options.usual_purpose(), path, {}, 0});
    }
    return out;
  }
  if (options.table.empty()) {
    return upload::match_by_email(files, std::nullopt, options.usual_purpose());
  }
  return upload::match_by_email(files, upload::targets_in(read_text("table", options.table), table),
                                options.usual_purpose(), options.names_missing);
}

void report_problems(std::span<const upload::upload_request> requests, const standard_streams& streams) {
  constexpr std::size_t max_lines = 100;
  std::size_t count = 0;
  std::string text;
  for (const upload::upload_request& request : requests) {
    if (request.problem.empty() || ++count > max_lines) {
      continue;
    }
    text += fmt::format(
        "media-preflight: {}{}: {}\n", request.line > 0 ? fmt::format("line {}: ", request.line) : std::string{},
        escaped(request.path.empty() ? text_of(request.target) : request.path), escaped(request.problem));
  }
  if (count > max_lines) {
    text += fmt::format("media-preflight: and {} more, all in the report\n", count - max_lines);
  }
  write_message(streams.error, text);
}

}  // namespace

std::string working_folder() {
  std::string folder = absolute_path("");
  reject_if(folder.empty(), "the working folder no longer exists");
  return folder;
}

std::vector<upload::upload_request> upload_requests(const file_options& options, send_run& run) {
  if (!options.table.empty()) {
    run.report().reject_read_file(options.table == "-" ? "/dev/stdin" : options.table, "the table");
  }
  require_consistent(options);
  std::vector<upload::upload_request> out;
  try {
    out = requests(options, run.policies_of(options.usual_purpose()));
  } catch (const upload::table_error& error) {
    throw fatal_error{fmt::format("the table {}: {}", options.table, error.what())};
  }
  reject_if(out.empty(), options.table.empty() ? "nothing to send: no files with a picture or video extension"
                                               : "nothing to send: the table has only a header");
  report_problems(out, run.streams());
  return out;
}

}  // namespace preflight::cli
