#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/plan/plan.hpp>

#include "commands/all.hpp"
#include "options/file_options.hpp"
#include "options/option_group.hpp"
#include "output/plan_table.hpp"
#include "output/text_output.hpp"
#include "run/send_run.hpp"
#include "run/upload_requests.hpp"

namespace preflight::cli {
namespace {

struct plan_options : upload_options {
  std::string out;
  bool all = false;
};

/// What earlier runs sent and this table does not have any more.
void append_left_over(std::string& out, std::span<const upload::ledger_entry> entries) {
  constexpr std::size_t max_lines = 15;
  for (const upload::ledger_entry& entry : entries.first(std::min(entries.size(), max_lines))) {
    out += fmt::format("{}sent before, no longer in the table: {}  {}  {}\n", &entry == entries.data() ? "\n" : "",
                       escaped(entry.target), name_of(entry.what), escaped(entry.file_name));
  }
  if (entries.size() > max_lines) {
    out += fmt::format("and {} more; to list all that was sent: media-preflight ledger show --state sent\n",
                       entries.size() - max_lines);
  }
}

/// Whether what is written there comes out on standard output.
bool is_standard_output(const plan_place& place, const standard_streams& streams) {
  struct stat status {};
  return ::fstat(streams.output, &status) == 0 &&
         place.file.identity() == file_identity{status.st_dev, status.st_ino, {}};
}

int plan_files(const plan_options& options, const standard_streams& streams) {
  std::optional<plan_place> place;  // opened before anything is read
  if (!options.out.empty()) {
    place.emplace(options.out);
  }
  send_run run{options.sending, working_folder(), streams, place ? &*place : nullptr};
  const upload::plan plan = run.plan(upload_requests(options.files, run)).what;
  run.report().erase();
  if (place) {
    write_all(place->file.number(), options.out, write_plan(plan));
    place->file.finish();
  }
  if (!options.sending.outputs.empty()) {
    run.report().write(plan);
  } else if (!place || !is_standard_output(*place, streams)) {
    const appearance look{.colour = use_colour(streams.output, streams.colour),
                          .only_failures = options.sending.quiet,
                          .columns = terminal_columns(streams.output)};
    std::string table = plan_table(plan, look, options.all);
    if (!look.only_failures) {
      append_left_over(table, options.files.table.empty() ? std::span<const upload::ledger_entry>{} : run.left_over());
      upload::writers::append_ledger(table, run.report().summary(), look);
    }
    write_all(streams.output, "standard output", table);
  }
  // Of these the service, or a limit of it, has said nothing.
  const bool is_open = std::ranges::any_of(plan.items, [](const upload::plan_item& item) {
    return item.action == upload_outcome::failed || item.action == upload_outcome::queued;
  });
  return is_open ? status_open : status_good;
}

}  // namespace

action add_plan(command_line& line) {
  const auto options = std::make_shared<plan_options>();
  add_upload_options(line, *options);
  option_group{line, "Output"}.file("--out", "FILE", options->out,
                                    "Write the plan to FILE, for media-preflight apply; - is standard output.");
  option_group{line, "Output"}.flag("--all", options->all,
                                    "List every row in full, including files that are already there.");
  line.footer =
      std::string{
          "Asks Zoom which files the targets have, but sends nothing and does not change the ledger. Exit "
          "status: 0 planned, even if files are refused; 2 could not run; 3 Zoom did not answer for "
          "some targets."}
          .append(credentials_help);
  return [options](const standard_streams& streams) { return plan_files(*options, streams); };
}

}  // namespace preflight::cli
