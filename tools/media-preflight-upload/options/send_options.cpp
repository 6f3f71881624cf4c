#include "options/send_options.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <span>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/output/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/decode_options.hpp"
#include "options/output_options.hpp"
#include "options/parse_number.hpp"
#include "options/policy_options.hpp"

namespace preflight::cli {
namespace {

constexpr unsigned most_parallel = 64;
constexpr double most_settling = 600;

template <std::size_t N>
std::size_t choice(std::string_view option, const std::string& typed, const std::array<std::string_view, N>& names) {
  const auto found = std::find(names.begin(), names.end(), typed);
  if (found == names.end()) {
    throw fatal_error{fmt::format("{}: unknown value '{}'{}", option, typed, suggestion(typed, names))};
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::uint32_t number_of(std::string_view option, const std::string& typed, std::uint32_t least, std::uint32_t most) {
  const std::optional<std::uint32_t> number = parse_number<std::uint32_t>(typed);
  if (!number || *number < least || *number > most) {
    throw fatal_error{fmt::format("{0} must be between {2} and {3}, got '{1}'", option, typed, least, most)};
  }
  return *number;
}

/// Empty where the environment names no place for it.
std::string usual_ledger() {
  constexpr std::string_view name = "media-preflight/ledger.db";
  // XDG Base Directory Specification: what is no absolute path there is to be ignored.
  if (const char* const state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
    return fmt::format("{}/{}", state, name);
  }
  if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return fmt::format("{}/.local/state/{}", home, name);
  }
  return {};
}

}  // namespace

void add_judging_options(CLI::App& to, sending_request& request) {
  const std::string group = "Rules";
  to.add_option("--config", request.file_policy.configuration,
                "Use this configuration instead of the nearest media-preflight.toml above each file.")
      ->type_name("FILE")
      ->group(group);
  add_ignore_option(to, request.file_policy.ignore, "Skip these rules. See media-preflight explain.");
  to.add_flag("--warnings-as-errors", request.file_policy.warnings_as_errors,
              "Treat warnings as errors: do not send such files.")
      ->group(group);
  add_decode_options(to, request.decoding);
}

void add_room_option(CLI::App& to, sending_request& request) {
  to.add_option("--make-room", request.make_room,
                "own: if a target is full, delete the oldest files sent from here, never those of others.")
      ->type_name("HOW")
      ->group("Sending");
}

void add_ledger_option(CLI::App& to, std::string& ledger) {
  to.add_option("--ledger", ledger,
                "Record of what was sent (default: media-preflight/ledger.db in the XDG state folder).")
      ->type_name("FILE")
      ->group("Sending");
}

void add_sending_options(CLI::App& to, sending_request& request) {
  const std::string group = "Sending";
  to.add_option("--zoom-plan", request.rates,
                "Zoom plan of the account, which sets its rate limits: free, pro (default) or business.")
      ->type_name("PLAN")
      ->group(group);
  to.add_option("--calls-a-second", request.calls_a_second,
                "Maximum calls per second, if less than the plan allows; 0: no limit, for rehearsals.")
      ->type_name("N")
      ->group(group);
  to.add_option(
        "--parallel", request.parallel,
        fmt::format("Number of targets to send to at once (default: 1, at most {}); each keeps one file in memory.",
                    most_parallel))
      ->type_name("N")
      ->group(group);
  to.add_option("--settle", request.settle,
                "Seconds to wait after a lost response before trusting Zoom's list; too short can send a file twice.")
      ->type_name("SECONDS")
      ->group(group);
  add_ledger_option(to, request.ledger);
  to.add_flag("--dry-run", request.dry_run,
              "Check everything and show what would be sent, without connecting. Needs no credentials.")
      ->group(group);
}

void add_log_option(CLI::App& to, std::string& level) {
  to.add_option("--log-level", level,
                "Log calls to standard error: error, info (each call), debug (URL, time) or trace (response).")
      ->type_name("LEVEL")
      ->group("Output");
}

void add_report_options(CLI::App& to, sending_request& request) {
  const std::string group = "Output";
  add_output_options(to, request.outputs, output_formats(upload::all_item_writers));
  to.add_flag("--quiet,-q", request.quiet, "Show only problems.")->group(group);
  add_log_option(to, request.log_level);
}

bool makes_room(const sending_request& request) {
  constexpr std::array<std::string_view, 1> ways{"own"};
  return !request.make_room.empty() && choice("--make-room", request.make_room, ways) == 0;
}

std::optional<upload::zoom_plan> rates_of(const sending_request& request) {
  if (request.rates.empty()) {
    return std::nullopt;
  }
  return static_cast<upload::zoom_plan>(choice("--zoom-plan", request.rates, upload::zoom_plan_names));
}

std::optional<std::uint32_t> calls_a_second_of(const sending_request& request) {
  constexpr std::uint32_t most_calls = 1'000;
  return request.calls_a_second.empty()
             ? std::nullopt
             : std::optional{number_of("--calls-a-second", request.calls_a_second, 0, most_calls)};
}

unsigned parallel_of(const sending_request& request) {
  return request.parallel.empty() ? 1 : number_of("--parallel", request.parallel, 1, most_parallel);
}

std::chrono::milliseconds settle_of(const sending_request& request) {
  if (request.settle.empty()) {
    return std::chrono::milliseconds{2'000};
  }
  const std::string& typed = request.settle;
  double seconds = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), seconds);
  if (error != std::errc{} || end != typed.data() + typed.size() || !(seconds >= 0) || seconds > most_settling) {
    throw fatal_error{fmt::format("--settle must be between 0 and {1} seconds, got '{0}'", typed, most_settling)};
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>{seconds});
}

upload::log_level log_level_of(const sending_request& request) {
  return request.log_level.empty()
             ? upload::log_level::error
             : static_cast<upload::log_level>(choice("--log-level", request.log_level, upload::log_level_names));
}

void must_make_sense(const sending_request& request) {
  static_cast<void>(makes_room(request));
  static_cast<void>(rates_of(request));
  static_cast<void>(calls_a_second_of(request));
  static_cast<void>(parallel_of(request));
  static_cast<void>(settle_of(request));
  static_cast<void>(log_level_of(request));
}

std::vector<file_in_use> files_in_use(const sending_request& request) {
  std::vector<file_in_use> out = request.read;
  if (const std::string ledger = request.ledger.empty() ? usual_ledger() : request.ledger; !ledger.empty()) {
    out.push_back({ledger, "the ledger"});
    const std::string beside = upload::ledger::file_behind(ledger);
    for (const std::string_view companion : {"-wal", "-shm", "-journal", ".lock"}) {
      out.push_back({fmt::format("{}{}", beside, companion), "a file that belongs to the ledger"});
    }
  }
  for (const char* const name :
       {"ZOOM_ACCESS_TOKEN_FILE", "ZOOM_ACCOUNT_ID_FILE", "ZOOM_CLIENT_ID_FILE", "ZOOM_CLIENT_SECRET_FILE"}) {
    if (const char* const path = std::getenv(name); path != nullptr) {
      out.push_back({path, fmt::format("the file named by {}", name)});
    }
  }
  return out;
}

std::string ledger_file(const std::string& asked_for) {
  if (!asked_for.empty()) {
    return asked_for;
  }
  if (std::string usual = usual_ledger(); !usual.empty()) {
    return usual;
  }
  throw fatal_error{"no place for the ledger: neither XDG_STATE_HOME nor HOME is set; use --ledger FILE"};
}

}  // namespace preflight::cli
