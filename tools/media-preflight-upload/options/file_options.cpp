#include "options/file_options.hpp"

#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include <preflight/text/file_extension.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "run/whole_file.hpp"
#include "scan/file_queue.hpp"
#include "walk/file_kind.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view by_email = "email";

/// The files among the paths, and in folders those that are called like pictures and videos.
std::vector<std::string> media_files(const file_request& request, policies& rules) {
  path_list asked_for;
  for (const std::string& each : request.paths) {
    if (each.empty()) {
      throw fatal_error{"a path is empty; is a variable in your script unset?"};
    }
    asked_for.add(each, path_list::origin::argument);
  }
  std::vector<std::string> found;
  file_queue from{std::move(asked_for), {request.with_hidden, request.with_ignored}, rules};
  for (const queued_file* each = from.next(); each != nullptr; each = from.next()) {
    if (each->is_explicit || each->problem || claims_media(extension_of(each->path))) {
      found.emplace_back(each->path);
    }
  }
  return found;
}

/// Throws fatal_error.
upload::table_options table_options_of(const file_request& request) {
  upload::table_options out;
  out.usual = purpose_of(request);
  // What comes through a pipe lies in no folder of anybody's.
  const bool has_folder = !request.table.starts_with("/dev/") && !request.table.starts_with("/proc/");
  out.folder = has_folder ? request.table.substr(0, request.table.rfind('/') + 1) : std::string{};
  try {
    out.columns = upload::column_names_from(request.columns);
  } catch (const upload::table_error& error) {
    throw fatal_error{fmt::format("--columns: {}", error.what())};
  }
  return out;
}

void must_make_sense(const file_request& request) {
  if (!request.match.empty() && request.match != by_email) {
    throw fatal_error{fmt::format("--match: unknown value '{}'; the only choice is email", request.match)};
  }
  if (!request.to.empty() && (!request.table.empty() || !request.match.empty())) {
    throw fatal_error{"--to cannot be combined with --csv or --match"};
  }
  if (!request.columns.empty() && request.table.empty()) {
    throw fatal_error{"--columns needs --csv"};
  }
  if (!request.table.empty() && request.match.empty() && !request.paths.empty()) {
    throw fatal_error{"--csv lists the files itself; paths need --match email"};
  }
  if (request.table.empty() && request.to.empty() && request.match.empty()) {
    throw fatal_error{"no recipient: use --to, --csv or --match email"};
  }
  if ((!request.to.empty() || !request.match.empty()) && request.paths.empty()) {
    throw fatal_error{"no files given"};
  }
}

std::vector<upload::upload_request> items_of(const file_request& request, policies& rules) {
  const upload::purpose what = purpose_of(request);
  if (request.match.empty() && !request.table.empty()) {
    return upload::parse_recipients(whole_file("table", request.table), table_options_of(request));
  }
  const std::vector<std::string> files = media_files(request, rules);
  if (request.match.empty()) {
    std::vector<upload::upload_request> out;
    for (const std::string& each : files) {
      out.push_back({upload::parse_target(request.to), what, each, {}, 0});
    }
    return out;
  }
  if (request.table.empty()) {
    return upload::match_by_email(files, std::nullopt, what);
  }
  const std::vector<upload::target> people =
      upload::targets_in(whole_file("table", request.table), table_options_of(request));
  return upload::match_by_email(files, people, what);
}

}  // namespace

void add_file_options(CLI::App& to, file_request& request) {
  to.add_option("PATH", request.paths,
                "Files and folders. In folders, files with the extension of a picture or video.");
  const std::string group = "Files and targets";
  to.add_option("--to", request.to, "Send all files to one target: user:ID, an e-mail address, group:ID or account:ID.")
      ->type_name("TARGET")
      ->group(group);
  to.add_option("--csv", request.table,
                "Read targets and files from a CSV: columns target, file and perhaps purpose; - is standard input.")
      ->type_name("FILE")
      ->group(group);
  to.add_option("--columns", request.columns, "Names of the CSV columns, such as target=Email,file=Photo,purpose=Kind.")
      ->type_name("NAMES")
      ->group(group);
  to.add_option(
        "--match", request.match,
        "email: send each file to the user its name gives, as in anna@example.com.jpg (with --csv, also anna.jpg).")
      ->type_name("HOW")
      ->group(group);
  to.add_option("--purpose", request.purpose, "Use of the files: background (default) or picture.")
      ->type_name("WHAT")
      ->group(group);
  to.add_flag("--hidden", request.with_hidden, "Include hidden files and folders (names that start with a dot).")
      ->group(group);
  to.add_flag("--no-ignore", request.with_ignored, "Include files that .gitignore and .ignore exclude.")->group(group);
}

upload::purpose purpose_of(const file_request& request) {
  if (request.purpose.empty()) {
    return upload::purpose::background;
  }
  const std::optional<upload::purpose> known = upload::purpose_named(request.purpose);
  if (!known) {
    throw fatal_error{fmt::format("--purpose: unknown purpose '{}'{}", request.purpose,
                                  suggestion(request.purpose, upload::purpose_names))};
  }
  return *known;
}

std::vector<file_in_use> files_read(const file_request& request) {
  std::vector<file_in_use> out;
  if (!request.table.empty()) {
    out.push_back({request.table == "-" ? "/dev/stdin" : request.table, "the table"});
  }
  return out;
}

std::vector<upload::upload_request> wanted_items(const file_request& request, policies& rules) {
  must_make_sense(request);
  std::vector<upload::upload_request> found;
  try {
    found = items_of(request, rules);
  } catch (const upload::table_error& error) {
    throw fatal_error{fmt::format("the table {}: {}", request.table, error.what())};
  }
  if (found.empty()) {
    throw fatal_error{request.table.empty() ? "nothing to send: no files with the extension of a picture or video"
                                            : "nothing to send: the table has only a header"};
  }
  return found;
}

}  // namespace preflight::cli
