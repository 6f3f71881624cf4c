#include "commands/apply.hpp"

#include <memory>
#include <string>

#include <fmt/format.h>

#include <preflight/upload/plan/plan.hpp>

#include "cli/fatal_error.hpp"
#include "options/send_options.hpp"
#include "run/item_run.hpp"
#include "run/whole_file.hpp"

namespace preflight::cli {
namespace {

struct apply_request {
  std::string plan;
  sending_request sending;
};

int apply_plan(apply_request request, const standard_streams& around) {
  if (request.plan.empty()) {
    throw fatal_error{"no plan given; make one with media-preflight plan --out FILE"};
  }
  request.sending.read.push_back({request.plan, "the plan"});
  upload::plan approved;
  try {
    approved = upload::read_plan(whole_file("plan", request.plan));
  } catch (const upload::plan_error& error) {
    throw fatal_error{fmt::format("the plan {} cannot be carried out: {}", request.plan, error.what())};
  }
  for (const upload::plan_item& each : approved.items) {
    request.sending.make_room = each.deletes.empty() ? request.sending.make_room : "own";
  }
  file_judging by{request.sending, approved.folder, around};
  return run_items(requests_of(approved), &approved, approved.folder, by, request.sending, around);
}

}  // namespace

action add_apply(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("apply", "Carry out a plan, and nothing else.");
  const auto request = std::make_shared<apply_request>();
  line.add_option("PLAN", request->plan, "Plan written by media-preflight plan --out.");
  add_sending_options(line, request->sending);
  add_judging_options(line, request->sending);
  add_report_options(line, request->sending);
  line.footer(
      "A file that has changed since the plan was made is refused. Exit status: 0 all sent or already-there, 1 some "
      "refused or failed, 2 could not run, 3 some unknown or still queued.");
  return [request](const standard_streams& around) { return apply_plan(*request, around); };
}

}  // namespace preflight::cli
