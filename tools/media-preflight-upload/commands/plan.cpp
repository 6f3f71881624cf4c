#include "commands/plan.hpp"

#include <sys/stat.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/plan.hpp>

#include "cli/fatal_error.hpp"
#include "options/file_options.hpp"
#include "options/send_options.hpp"
#include "output/output_file.hpp"
#include "output/plan_table.hpp"
#include "output/text_output.hpp"
#include "run/item_run.hpp"

namespace preflight::cli {
namespace {

struct plan_request {
  file_request files;
  sending_request sending;
  std::string out;
};

/// Where the plan will be, before anything is read; nothing where it is only shown.
std::unique_ptr<plan_place> place_of(const std::string& path) {
  return path.empty() ? nullptr : std::make_unique<plan_place>(path);
}

/// Whether what is written there comes out on standard output.
bool is_standard_output(const plan_place& place, const standard_streams& around) {
  struct stat where {};
  return ::fstat(around.output, &where) == 0 && place.file.identity() == file_identity{where.st_dev, where.st_ino, {}};
}

upload::fresh_plan planned(const plan_request& request, const standard_streams& around, item_report& report) {
  const std::string folder = working_folder();
  file_judging by{request.sending, folder, around};
  const std::vector<upload::upload_request> wanted = wanted_items(request.files, by.rules(purpose_of(request.files)));
  report.reject_read_file(wanted, folder, by);
  name_problems(wanted, around);
  if (request.sending.dry_run) {
    return plan_offline(wanted, by, folder, request.sending, report);
  }
  const upload::zoom_plan rates = rates_of(request.sending).value_or(upload::zoom_plan::pro);
  const std::optional<upload::ledger> book = upload::ledger::open_to_read(ledger_file(request.sending.ledger));
  connection with{rates, request.sending, report};
  return plan_online(wanted, by, folder, request.sending, rates, with, book ? &*book : nullptr, report);
}

int plan_files(const plan_request& request, const standard_streams& around) {
  must_make_sense(request.sending);
  sending_request sending = request.sending;
  sending.read = files_read(request.files);
  const std::unique_ptr<plan_place> place = place_of(request.out);
  item_report report{sending, around, place.get()};
  const upload::plan what = planned(request, around, report).what;
  report.erase();
  if (place != nullptr) {
    write_all(place->file.number(), request.out, write_plan(what));
    place->file.finish();
  }
  if (request.sending.outputs.empty()) {
    if (place != nullptr && is_standard_output(*place, around)) {
      return status_good;
    }
    write_all(around.output, "standard output",
              plan_table(what, {.colour = use_colour(around.output),
                                .only_failures = request.sending.quiet,
                                .columns = terminal_columns(around.output)}));
    return status_good;
  }
  report.begin(what.items.size());
  for (const upload::plan_item& each : what.items) {
    report.write(each, {each.action, each.zoom_id, each.http_status, each.code, each.message, each.findings});
  }
  report.end();
  return status_good;
}

}  // namespace

action add_plan(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("plan", "Show what sending files to Zoom would do, and how long it would take.");
  const auto request = std::make_shared<plan_request>();
  add_file_options(line, request->files);
  line.add_option("--out", request->out, "Write the plan to FILE, for media-preflight apply; - is standard output.")
      ->type_name("FILE")
      ->group("Output");
  add_sending_options(line, request->sending);
  add_room_option(line, request->sending);
  add_judging_options(line, request->sending);
  add_report_options(line, request->sending);
  line.footer(
      "Sends nothing and only reads the ledger. Exit status: 0 planned, even if files are refused; 2 could not run.");
  return [request](const standard_streams& around) { return plan_files(*request, around); };
}

}  // namespace preflight::cli
