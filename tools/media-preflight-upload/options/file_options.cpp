#include "options/file_options.hpp"

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "options/option_group.hpp"
#include "options/scan_options.hpp"

namespace preflight::cli {
namespace {

upload::column_names parse_columns(const std::string& text) {
  try {
    return upload::column_names_from(text);
  } catch (const upload::table_error& error) {
    throw fatal_error{fmt::format("--columns: {}", error.what())};
  }
}

constexpr std::array<std::string_view, 1> match_choice_names{"email"};

}  // namespace

void add_upload_options(command_line& command, upload_options& options) {
  file_options& files = options.files;
  option_group group{command, "Files and targets"};
  group.files("PATH", files.paths,
              "Files and folders. In folders, only files with a picture or video extension are sent.");
  group.parsed("--to", "TARGET", files.target, &upload::parse_target,
               "Send all files to one target: user:ID, an e-mail address, group:ID, account:me or "
               "webinar:ID.");
  group.file("--csv", "FILE", files.table,
             "Read targets and files from a CSV: columns target, file and, optionally, purpose; - is standard input.");
  group.parsed("--columns", "NAMES", files.columns, parse_columns,
               "Names of the CSV columns, such as target=Email,file=Photo,purpose=Kind.");
  group.choice("--match", "HOW", files.match, match_choice_names,
               "email: send anna@example.com.jpg to anna@example.com, and so on; with --csv, which lists the "
               "addresses, anna.jpg is enough.");
  group.flag("--name-missing", files.names_missing,
             "With --match email and --csv: also report people who have no file.");
  group.choice("--purpose", "WHAT", files.purpose, upload::purpose_names,
               "What the files are for: background (default), picture, webinar-background or webinar-wallpaper.");
  add_walk_options(group, files.folders);
  add_make_room_option(command, options.sending);
  add_send_options(command, options.sending);
}

void require_consistent(const file_options& options) {
  reject_if(options.target && (!options.table.empty() || options.match),
            "--to cannot be combined with --csv or --match");
  reject_if(options.names_missing && (!options.match || options.table.empty()),
            "--name-missing needs --match email and --csv");
  reject_if(options.columns && options.table.empty(), "--columns needs --csv");
  reject_if(!options.table.empty() && !options.match && !options.paths.empty(),
            "--csv lists the files itself; paths need --match email");
  reject_if(options.table.empty() && !options.target && !options.match,
            "no recipient: use --to, --csv or --match email");
  reject_if(options.paths.empty() && (options.target || options.match), "no files given");
}

}  // namespace preflight::cli
