#include "commands/plan.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <preflight/upload/ledger.hpp>
#include <preflight/upload/plan.hpp>

#include "cannot_run.hpp"
#include "file_request.hpp"
#include "item_run.hpp"
#include "output_file.hpp"
#include "plan_table.hpp"
#include "sending_request.hpp"
#include "text_output.hpp"

namespace preflight::cli {
namespace {

struct plan_request {
  file_request files;
  sending_request sending;
  std::string out;
};

/// Where the plan will be, before anything is read; nothing where it is only shown.
std::optional<output_file> place_of(const std::string& path) {
  return path.empty() ? std::nullopt : std::optional<output_file>{std::in_place, path, "--out"};
}

void must_not_be(const output_file& place, const std::vector<upload::wanted_item>& wanted, const std::string& folder) {
  for (const upload::wanted_item& each : wanted) {
    if (place.would_replace(upload::absolute(folder, each.path))) {
      throw cannot_run{fmt::format("--out: {} is one of the files to send; write to another one", each.path)};
    }
  }
}

upload::fresh_plan planned(const plan_request& request, const output_file* place, const surroundings& around,
                           item_report& report) {
  const std::string folder = working_folder();
  file_judging by{request.sending, folder};
  const std::vector<upload::wanted_item> wanted = wanted_items(request.files, by.rules(purpose_of(request.files)));
  report.must_not_be(wanted, folder);
  if (place != nullptr) {
    must_not_be(*place, wanted, folder);
  }
  name_problems(wanted, around);
  if (request.sending.dry_run) {
    return plan_offline(wanted, by, folder, request.sending, report);
  }
  const upload::zoom_plan rates = rates_of(request.sending).value_or(upload::zoom_plan::pro);
  const std::optional<upload::ledger> book = upload::ledger::open_to_read(ledger_file(request.sending.ledger));
  connection with{rates, request.sending, report};
  return plan_online(wanted, by, folder, request.sending, rates, with, book ? &*book : nullptr, report);
}

int plan_files(const plan_request& request, const surroundings& around) {
  item_report report{request.sending, around};
  std::optional<output_file> place = place_of(request.out);
  const upload::plan what = planned(request, place ? &*place : nullptr, around, report).what;
  if (place) {
    write_all(place->number(), request.out, write_plan(what));
    place->finish();
  }
  if (request.sending.outputs.empty()) {
    report.erase();
    write_all(around.output, "standard output",
              plan_table(what, wants_colour(around.output), columns_of_terminal(around.output)));
    return status_good;
  }
  report.begin(what.items.size());
  for (const upload::plan_item& each : what.items) {
    report.write(each, {each.to_do, each.zoom_id, each.http_status, each.code, each.message, each.findings});
  }
  report.end();
  return status_good;
}

}  // namespace

action add_plan(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("plan", "Say what sending files to Zoom would do, and what it would take.");
  const auto request = std::make_shared<plan_request>();
  add_file_options(line, request->files);
  line.add_option("--out", request->out, "Write the plan there, for media-preflight apply.")
      ->type_name("FILE")
      ->group("What to write");
  add_sending_options(line, request->sending);
  add_room_option(line, request->sending);
  add_judging_options(line, request->sending);
  add_report_options(line, request->sending);
  line.footer(
      "Nothing is sent, and the ledger is only read. Status: 0 planned, also where files are refused; 2 could "
      "not run.");
  return [request](const surroundings& around) { return plan_files(*request, around); };
}

}  // namespace preflight::cli
