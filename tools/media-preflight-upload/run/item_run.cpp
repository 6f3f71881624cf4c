#include "run/item_run.hpp"

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/send/uploader.hpp>

#include "cli/fatal_error.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

upload::planning_options options_of(const std::string& folder, const sending_request& request, upload::zoom_plan rates,
                                    item_report& report) {
  upload::planning_options out;
  out.folder = folder;
  out.make_room = makes_room(request);
  out.rates = rates;
  out.calls_a_second = calls_a_second_of(request);
  out.parallel = parallel_of(request);
  out.readers = std::max(1U, std::thread::hardware_concurrency());
  out.settle = settle_of(request);
  out.ledger = request.ledger;
  out.progress = [&report](upload::planning_stage stage, std::size_t done, std::size_t of) {
    if (interruptible_time::is_over()) {
      throw upload::interrupted{};
    }
    report.show_stage(stage == upload::planning_stage::reading ? "files read" : "targets looked up", done, of);
  };
  return out;
}

upload::item_result as_planned(const upload::plan_item& item) {
  return {item.action, item.zoom_id, item.http_status, item.code, item.message, item.findings};
}

void write_plan_as_it_is(const upload::plan& what, item_report& report) {
  report.begin(what.items.size());
  for (const upload::plan_item& each : what.items) {
    report.write(each, as_planned(each));
  }
  report.end();
}

/// What was sent happened, whether or not there is a report of it.
std::string about_sent(const item_report& report) {
  return fmt::format("the report is incomplete: of {} items {} were sent, as recorded in the ledger",
                     report.summary().items, report.summary().count(upload_outcome::sent));
}

void end_report(item_report& report, const standard_streams& around) {
  try {
    report.end();
  } catch (const broken_pipe&) {
    write_message(around.error, fmt::format("media-preflight: {}\n", about_sent(report)));
    throw;
  } catch (const fatal_error& why) {
    throw fatal_error{fmt::format("{}; {}", why.text(), about_sent(report))};
  }
}

void send_items(std::span<const upload::upload_request> wanted, const upload::plan* approved,
                const upload::planning_options& planning, file_judging& by, const sending_request& request,
                connection& with, upload::ledger& book, item_report& report, const standard_streams& around) {
  upload::run_stopper over{5, interruptible_time::is_over};
  upload::planner planner{wanted, by.how(), &with.zoom_api(), &book, with.time(), planning, over};
  try {
    planner.inspect();
  } catch (const upload::interrupted&) {
    throw fatal_error{"the run was interrupted before anything was sent"};
  }
  const upload::plan& plan = planner.made().what;
  upload::sending_options how;
  how.folder = planning.folder;
  how.approved = approved;
  how.parallel = parallel_of(request);
  how.settle = settle_of(request);
  how.show = [&](std::size_t i, const upload::item_result& result) {
    report.write(plan.items[i], result);
    if (report.is_cut_off()) {
      over.stop("the report cannot be written");
    }
  };
  how.done = [&](const upload::item_result& result) { report.count(result); };
  report.begin(plan.items.size());
  upload::send(planner, over, by.how(), with.zoom_api(), book, with.time(), how);
  end_report(report, around);
}

}  // namespace

std::string working_folder() {
  std::error_code failed;
  const std::filesystem::path here = std::filesystem::current_path(failed);
  if (failed) {
    throw fatal_error{"the working folder no longer exists"};
  }
  return here.string();
}

void name_problems(std::span<const upload::upload_request> wanted, const standard_streams& around) {
  constexpr std::size_t most = 100;
  std::size_t count = 0;
  std::string text;
  for (const upload::upload_request& each : wanted) {
    if (each.problem.empty() || ++count > most) {
      continue;
    }
    text += "media-preflight: ";
    text += each.line > 0 ? fmt::format("line {}: ", each.line) : "";
    append_escaped(text, each.path.empty() ? text_of(each.target) : each.path);
    text += ": ";
    append_escaped(text, each.problem);
    text += '\n';
  }
  if (count > most) {
    text += fmt::format("media-preflight: and {} more, all in the report\n", count - most);
  }
  write_message(around.error, text);
}

upload::fresh_plan plan_offline(std::span<const upload::upload_request> wanted, file_judging& by,
                                const std::string& folder, const sending_request& request, item_report& report) {
  upload::clock time;
  const upload::planning_options how =
      options_of(folder, request, rates_of(request).value_or(upload::zoom_plan::pro), report);
  return upload::make_plan(wanted, by.how(), nullptr, nullptr, time, how);
}

upload::fresh_plan plan_online(std::span<const upload::upload_request> wanted, file_judging& by,
                               const std::string& folder, const sending_request& request, upload::zoom_plan rates,
                               connection& with, const upload::ledger* book, item_report& report) {
  upload::planning_options how = options_of(folder, request, rates, report);
  how.who = with.who();
  try {
    return upload::make_plan(wanted, by.how(), &with.zoom_api(), book, with.time(), how);
  } catch (const upload::interrupted&) {
    throw fatal_error{"the run was interrupted before anything was sent"};
  }
}

int run_items(std::span<const upload::upload_request> wanted, const upload::plan* approved, const std::string& folder,
              file_judging& by, const sending_request& asked, const standard_streams& around) {
  sending_request request = asked;
  if (approved != nullptr && approved->calls_a_second && request.calls_a_second.empty()) {
    request.calls_a_second = std::to_string(*approved->calls_a_second);
  }
  const upload::zoom_plan rates =
      rates_of(request).value_or(approved != nullptr ? approved->rates : upload::zoom_plan::pro);
  must_make_sense(request);
  item_report report{request, around};
  report.reject_read_file(wanted, folder, by);
  if (request.dry_run) {
    upload::fresh_plan plan = plan_offline(wanted, by, folder, request, report);
    if (approved != nullptr) {
      enforce_approval_offline(*approved, plan);
    }
    write_plan_as_it_is(plan.what, report);
    return report.summary().count(upload_outcome::refused) > 0 ? status_findings : status_good;
  }
  upload::ledger book = upload::ledger::open(ledger_file(request.ledger));
  connection with{rates, request, report};
  upload::planning_options planning = options_of(folder, request, rates, report);
  planning.who = with.who();
  send_items(wanted, approved, planning, by, request, with, book, report, around);
  return report.status();
}

}  // namespace preflight::cli
