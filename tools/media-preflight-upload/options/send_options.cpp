#include "options/send_options.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include <preflight/upload/output/all.hpp>

#include "cli/fatal_error.hpp"
#include "files/state_file.hpp"
#include "options/decode_options.hpp"
#include "options/option_group.hpp"
#include "options/output_options.hpp"
#include "options/parse_duration.hpp"
#include "options/policy_options.hpp"

namespace preflight::cli {
namespace {

option_group sending_group(command_line& command) { return {command, "Sending"}; }
option_group output_group(command_line& command) { return {command, "Output"}; }

constexpr std::string_view ledger_name = "media-preflight/ledger.db";
constexpr std::array<std::string_view, 1> room_choice_names{"own"};
constexpr std::array<std::string_view, 3> replacement_names{"none", "own", "any"};

}  // namespace

void add_send_options(command_line& command, send_options& options) {
  option_group sending = sending_group(command);
  add_zoom_plan_option(command, options);
  sending.number("--calls-per-second", options.calls_a_second, {0, 1'000},
                 "Maximum calls per second, to go slower than the Zoom plan allows; 0: no limit, for rehearsals.");
  sending.number("--parallel", options.parallel, {1, 64},
                 "Number of targets to send to at once (default: 1, at most 64); each keeps one file in memory.");
  sending.parsed(
      "--settle", "SECONDS", options.settle,
      [](const std::string& text) { return parse_seconds("--settle", text, 600); },
      "Wait before trusting Zoom's list after a lost response (default: 30); too short a wait can send a file twice.");
  sending.parsed(
      "--keep-trying", "TIME", options.keep_trying,
      [](const std::string& text) { return parse_duration("--keep-trying", text); },
      "If Zoom is down, keep trying for TIME (such as 30m), then leave the rest queued.");
  add_ledger_option(command, options.ledger);
  sending.flag(
      "--adopt", options.adopt,
      "If a target already has a file of the same name and size, assume it was sent and record it in the ledger.");
  sending.flag("--dry-run", options.dry_run,
               "Check everything and show what would be sent, without connecting. Needs no credentials.");
  option_group rules{command, "Rules"};
  add_configuration_option(command, options.policy);
  add_ignore_option(command, options.policy.ignore, "Skip these rules. See media-preflight explain.");
  rules.flag("--warnings-as-errors", options.policy.warnings_as_errors,
             "Treat warnings as errors: do not send such files.");
  add_decode_options(command, options.decoding);
  add_output_options(command, options.outputs, output_formats(upload::all_item_writers));
  output_group(command).flag("--quiet,-q", options.quiet, "Show only problems.");
  add_log_option(command, options);
}

void add_make_room_option(command_line& command, send_options& options) {
  sending_group(command).choice(
      "--make-room", "HOW", options.make_room, room_choice_names,
      "own: if a target is full, delete the oldest files that the ledger records as sent, and no others.");
  sending_group(command).choice(
      "--replace", "WHAT", options.replace, replacement_names,
      "Replace none (default), own (sent with this ledger: same name, or wallpaper) or any (all wallpapers).");
}

void add_zoom_plan_option(command_line& command, send_options& options) {
  sending_group(command).choice(
      "--zoom-plan", "TIER", options.rates, upload::zoom_plan_names,
      "Zoom subscription of the account, which sets its rate limits: free, pro (default) or business.");
}

void add_ledger_option(command_line& command, std::string& ledger) {
  sending_group(command).file("--ledger", "FILE", ledger,
                              "Record of what was sent (default: media-preflight/ledger.db in the XDG state folder).");
}

void add_log_option(command_line& command, send_options& options) {
  output_group(command).choice(
      "--log-level", "LEVEL", options.log_level, upload::log_level_names,
      "Log on standard error: error, info (also calls), debug (also URLs and times) or trace (also responses).");
}

std::string ledger_path(const std::string& named) {
  const std::string path = named.empty() ? state_file(ledger_name) : named;
  if (path.empty()) {
    throw fatal_error{"no place for the ledger: neither XDG_STATE_HOME nor HOME is set; use --ledger FILE"};
  }
  return path;
}

std::vector<std::pair<std::string, std::string>> ledger_and_credentials(const std::string& named_ledger) {
  std::vector<std::pair<std::string, std::string>> out;
  if (const std::string path = named_ledger.empty() ? state_file(ledger_name) : named_ledger; !path.empty()) {
    out.emplace_back(path, "the ledger");
    std::error_code unresolved;
    const std::string file = std::filesystem::weakly_canonical(path, unresolved).string();
    out.emplace_back(file + "-journal", "a file that belongs to the ledger");
  }
  for (const char* const name :
       {"ZOOM_ACCESS_TOKEN_FILE", "ZOOM_ACCOUNT_ID_FILE", "ZOOM_CLIENT_ID_FILE", "ZOOM_CLIENT_SECRET_FILE"}) {
    if (const char* const path = std::getenv(name); path != nullptr) {
      out.emplace_back(path, fmt::format("the file named by {}", name));
    }
  }
  return out;
}

}  // namespace preflight::cli
