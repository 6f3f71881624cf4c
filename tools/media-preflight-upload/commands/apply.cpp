#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/plan/plan.hpp>

#include "cli/fatal_error.hpp"
#include "commands/all.hpp"
#include "options/option_group.hpp"
#include "options/send_options.hpp"
#include "run/send_run.hpp"
#include "walk/input.hpp"

namespace preflight::cli {
namespace {

struct apply_options {
  std::string plan;
  send_options sending;
};

upload::plan approved_plan(const std::string& path) {
  reject_if(path.empty(), "no plan given; make one with media-preflight plan --out FILE");
  try {
    return upload::read_plan(read_text("plan", path));
  } catch (const upload::plan_error& error) {
    throw fatal_error{fmt::format("the plan {} cannot be carried out: {}", path, error.what())};
  }
}

int apply_plan(const apply_options& options, const standard_streams& streams) {
  const upload::plan approved = approved_plan(options.plan);
  send_options sending = options.sending;
  for (const upload::plan_item& item : approved.items) {
    if (item.replaces_older) {
      const bool is_any = sending.replace == upload::replacement::any || replaces(item.what);
      sending.replace = is_any ? upload::replacement::any : upload::replacement::own;
    } else if (!item.deletes.empty()) {
      sending.make_room = room_choice::own;
    }
  }
  sending.rates = sending.rates.value_or(approved.rates);
  sending.calls_a_second = sending.calls_a_second ? sending.calls_a_second : approved.calls_a_second;
  send_run run{sending, approved.folder, streams};
  run.report().reject_read_file(options.plan, "the plan");
  return run.send(requests_of(approved), &approved);
}

}  // namespace

action add_apply(command_line& line) {
  const auto options = std::make_shared<apply_options>();
  option_group{line, "Sending"}.file("PLAN_FILE", "", options->plan, "Plan written by media-preflight plan --out.");
  add_send_options(line, options->sending);
  line.footer = fmt::format("A file that has changed since the plan was made is refused. {}{}",
                            exit_statuses_of_sending, credentials_help);
  return [options](const standard_streams& streams) { return apply_plan(*options, streams); };
}

}  // namespace preflight::cli
