#include "run/send_run.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <thread>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/ledger/sqlite_ledger.hpp>
#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/send/uploader.hpp>

#include "cli/fatal_error.hpp"
#include "files/memory_file.hpp"
#include "options/decode_options.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

/// Throws fatal_error where a person ends the run meanwhile.
template <class Step>
auto before_sending(std::string_view left_undone, const Step& step) {
  try {
    return step();
  } catch (const upload::interrupted&) {
    throw fatal_error{fmt::format("the run was interrupted; {}", left_undone)};
  }
}

policy_options options_for(const send_options& options, upload::purpose purpose) {
  policy_options out = options.policy;
  out.destination = upload::destination_of(purpose).name;
  return out;
}

}  // namespace

send_run::send_run(const send_options& options, std::string folder, const standard_streams& streams,
                   const plan_place* place)
    : options_{options},
      folder_{std::move(folder)},
      streams_{streams},
      report_{options, streams, place},
      decoding_{options.decoding} {
  const auto configurations = std::make_shared<configuration_set>();
  for (std::size_t i = 0; i < upload::purpose_names.size(); ++i) {
    policies_.emplace_back(options_for(options, static_cast<upload::purpose>(i)), configurations);
  }
  warn_about_missing_sandbox(decoding_, streams);
  policy_.make_inspector = [this] {
    // A worker belongs to the thread that started it, and is started when there is something to decode.
    return [this, decoder = std::make_shared<decode_client>(decoding_)](std::span<const unsigned char> bytes,
                                                                        const upload::refusal& refuses) {
      return inspect(bytes, refuses, *decoder);
    };
  };
  policy_.policy = [this](upload::purpose purpose, const std::string& path) {
    const std::filesystem::path file{upload::absolute(folder_, path)};
    policies& known = policies_of(purpose);
    const policy& policy = known.for_path(known.for_folder(file.parent_path().native()), file.native());
    return upload::judged_by{policy.destination, &policy.file_rules, &policy.request_rules};
  };
}

upload::inspection_result send_run::inspect(std::span<const unsigned char> bytes, const upload::refusal& refuses,
                                            decode_client& decoder) const {
  upload::inspection_result out{engine::sniff(bytes, depth::structure, decoding_.ceilings), std::nullopt};
  out.is_refused = refuses && refuses(out.file);
  if (!out.is_refused && decode_client::takes(out.file.format)) {
    if (const result<opened_file> file = memory_file(bytes)) {
      out.decoded = decoder.decode(file->file.number(), out.file);
    } else {
      // What was not decoded is not proven, so it does not pass.
      out.decoded.emplace();
      out.decoded->end(decode_outcome::not_tried, "not enough memory to decode it");
    }
  }
  return out;
}

void send_run::reject_read_files(std::span<const upload::upload_request> requests) {
  policies_.front().on_configuration_read(
      [this](const std::string& path) { report_.reject_read_file(path, "the configuration"); });
  for (const upload::upload_request& request : requests) {
    report_.reject_read_file(upload::absolute(folder_, request.path), "an input file");
  }
}

void send_run::announce(const std::string& ledger, std::string_view new_ledger, bool is_open_to_others) const {
  if (!new_ledger.empty() && !options_.quiet) {
    write_message(streams_.error,
                  fmt::format("media-preflight: {}: {}; use --adopt to record files that Zoom already has\n",
                              new_ledger, escaped(ledger)));
  }
  if (is_open_to_others) {
    write_message(streams_.error, fmt::format("media-preflight: warning: any user of this machine can open the ledger "
                                              "{}, which names people and files; to prevent that, use chmod o= on it\n",
                                              escaped(ledger)));
  }
}

upload::run_context send_run::context(upload::clock& clock, connection* zoom, upload::ledger* ledger) {
  return {.files = policy_,
          .clock = clock,
          .zoom = zoom != nullptr ? &zoom->client : nullptr,
          .ledger = ledger,
          .options = {.folder = folder_,
                      .make_room = options_.make_room.has_value(),
                      .replace = options_.replace.value_or(upload::replacement::none),
                      .adopt = options_.adopt,
                      .rates = options_.rates.value_or(upload::zoom_plan::pro),
                      .calls_a_second = options_.calls_a_second,
                      .parallel = options_.parallel,
                      .readers = std::max(1U, std::thread::hardware_concurrency()),
                      .ledger_name = options_.ledger,
                      .token = zoom != nullptr ? zoom->session : upload::session{},
                      .settle = options_.settle},
          .observers = {.progress =
                            [this](upload::planning_stage stage, std::size_t done, std::size_t total) {
                              if (interruptible_clock::is_over()) {
                                throw upload::interrupted{};
                              }
                              report_.show_stage(stage, done, total);
                            },
                        .on_done = [this](const upload::item_result& result) { report_.count(result); }},
          .stopper = upload::run_stopper{5, interruptible_clock::is_over}};
}

upload::fresh_plan send_run::plan(std::span<const upload::upload_request> requests) {
  reject_read_files(requests);
  if (options_.dry_run) {
    upload::clock clock;
    upload::run_context run = context(clock, nullptr, nullptr);
    return make_plan(requests, run);
  }
  const std::string path = ledger_path(options_.ledger);
  const upload::ledger_owner owner = owner_from_environment();
  std::optional<upload::sqlite_ledger> ledger = upload::sqlite_ledger::open_to_read(path, owner);
  report_.name_ledger(path, owner.account);
  announce(path, !ledger || ledger->is_new() ? "the ledger is empty, so no file counts as sent yet" : "",
           ledger && ledger->is_open_to_others());
  connection zoom{options_, report_};
  upload::run_context run = context(zoom.clock, &zoom, ledger ? &*ledger : nullptr);
  upload::fresh_plan plan = before_sending("no plan was written", [&] { return make_plan(requests, run); });
  if (ledger) {
    std::set<std::pair<std::string, std::string>> planned;
    for (const upload::plan_item& item : plan.what.items) {
      planned.emplace(text_of(item.target), item.sha256);
    }
    left_over_ = ledger->select({.state = upload::ledger_state::sent, .account = owner.account, .api = owner.api});
    std::erase_if(left_over_, [&](const auto& entry) { return planned.contains({entry.target, entry.sha256}); });
  }
  return plan;
}

int send_run::send(std::span<const upload::upload_request> requests, const upload::plan* approved) {
  if (options_.dry_run) {
    upload::fresh_plan plan = this->plan(requests);
    if (approved != nullptr) {
      enforce_approval_offline(*approved, plan);
    }
    report_.write(plan.what);
    return report_.summary().count(upload_outcome::refused) > 0 ? status_findings : status_good;
  }
  reject_read_files(requests);
  const std::string path = ledger_path(options_.ledger);
  upload::sqlite_ledger ledger = upload::sqlite_ledger::open(path, owner_from_environment());
  report_.name_ledger(path, ledger.owner().account);
  announce(path, ledger.is_new() ? "started a new ledger" : "", ledger.is_open_to_others());
  connection zoom{options_, report_};
  upload::run_context run = context(zoom.clock, &zoom, &ledger);
  run.options.approved = approved;
  upload::planner planner{requests, run};
  before_sending("nothing was sent", [&] { planner.inspect(); });
  const std::vector<upload::plan_item>& items = planner.result().what.items;
  run.observers.on_result = [&](std::size_t i, const upload::item_result& result) {
    if (!report_.write(items[i], result)) {
      run.stopper.stop("the report cannot be written");
    }
  };
  report_.begin(items.size());
  upload::send(planner, run);
  end_report();
  return report_.status();
}

/// What was sent happened, whether or not there is a report of it.
void send_run::end_report() {
  const std::string sent = fmt::format("the report is incomplete: of {} items {} were sent, as recorded in the ledger",
                                       report_.summary().items, report_.summary().count(upload_outcome::sent));
  try {
    report_.end();
  } catch (const broken_pipe&) {
    write_message(streams_.error, fmt::format("media-preflight: {}\n", sent));
    throw;
  } catch (const fatal_error& error) {
    throw fatal_error{fmt::format("{}; {}", error.text(), sent)};
  }
}

}  // namespace preflight::cli
