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
#include "options/parse_number.hpp"
#include "options/scan_options.hpp"

namespace preflight::cli {
namespace {

constexpr unsigned most_parallel = 64;
constexpr double most_settling = 600;

template <std::size_t N>
std::size_t choice(std::string_view option, const std::string& typed, const std::array<std::string_view, N>& names) {
  const auto found = std::find(names.begin(), names.end(), typed);
  if (found == names.end()) {
    throw fatal_error{fmt::format("{}: there is no choice '{}'{}", option, typed, suggestion(typed, names))};
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::uint32_t number_of(std::string_view option, const std::string& typed, std::uint32_t least, std::uint32_t most) {
  const std::optional<std::uint32_t> number = parse_number<std::uint32_t>(typed);
  if (!number || *number < least || *number > most) {
    throw fatal_error{fmt::format("{}: '{}' is no number from {} to {}", option, typed, least, most)};
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
  const std::string group = "By what to judge";
  to.add_option("--config", request.file_policy.configuration,
                "This configuration, not the media-preflight.toml found from each file upwards.")
      ->type_name("FILE")
      ->group(group);
  to.add_option("--ignore", request.file_policy.ignore, "Not these rules. See media-preflight explain.")
      ->type_name("RULE,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group(group);
  to.add_flag("--warnings-as-errors", request.file_policy.warnings_as_errors,
              "What would be a warning is an error, and the file is not sent.")
      ->group(group);
  add_decode_options(to, request.decoding);
}

void add_room_option(CLI::App& to, sending_request& request) {
  to.add_option(
        "--make-room", request.make_room,
        "own: where a target is full, delete the oldest of the files that were sent from here and are not among "
        "these. Never a file that somebody else put there.")
      ->type_name("HOW")
      ->group("How to send");
}

void add_ledger_option(CLI::App& to, std::string& ledger) {
  to.add_option("--ledger", ledger,
                "What was sent to whom is kept in this file (media-preflight/ledger.db in XDG_STATE_HOME, or in "
                "~/.local/state).")
      ->type_name("FILE")
      ->group("How to send");
}

void add_sending_options(CLI::App& to, sending_request& request) {
  const std::string group = "How to send";
  to.add_option("--zoom-plan", request.rates,
                "The plan of the Zoom account, free, pro (the default) or business: it decides how many calls a second "
                "and a day there may be. No call tells which it is.")
      ->type_name("PLAN")
      ->group(group);
  to.add_option("--calls-a-second", request.calls_a_second,
                "At most so many calls a second instead of what the plan allows, where other apps of the account call, "
                "too; 0 for a rehearsal without limits.")
      ->type_name("N")
      ->group(group);
  to.add_option("--parallel", request.parallel,
                fmt::format("How many requests to make at once (1), never two for one target; as many files are in "
                            "memory at once, and before anything is sent one for each processor. At most {}.",
                            most_parallel))
      ->type_name("N")
      ->group(group);
  to.add_option("--settle", request.settle,
                "How many seconds after a lost answer the service's list of files is believed (2).")
      ->type_name("SECONDS")
      ->group(group);
  add_ledger_option(to, request.ledger);
  to.add_flag("--dry-run", request.dry_run,
              "Judge everything, open no connection, and say what would be sent. Needs no credentials.")
      ->group(group);
}

void add_log_option(CLI::App& to, std::string& level) {
  to.add_option("--log-level", level,
                "What to say of each call on standard error, which is nothing without this: error (only of one that "
                "does not succeed), info (a line), debug (also its address and how long it took) or trace (also the "
                "answer). No secret is in any of it.")
      ->type_name("LEVEL")
      ->group("What to write");
}

void add_report_options(CLI::App& to, sending_request& request) {
  const std::string group = "What to write";
  add_output_options(to, request.outputs, output_formats(upload::all_item_writers));
  to.add_flag("--quiet,-q", request.quiet, "Only what did not go well.")->group(group);
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
    throw fatal_error{fmt::format("--settle: '{}' is no number of seconds from 0 to {}", typed, most_settling)};
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
      out.push_back({fmt::format("{}{}", beside, companion), "a companion of the ledger"});
    }
  }
  for (const char* const name :
       {"ZOOM_ACCESS_TOKEN_FILE", "ZOOM_ACCOUNT_ID_FILE", "ZOOM_CLIENT_ID_FILE", "ZOOM_CLIENT_SECRET_FILE"}) {
    if (const char* const path = std::getenv(name); path != nullptr) {
      out.push_back({path, fmt::format("the file that {} names", name)});
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
  throw fatal_error{
      "there is no place for the ledger, as neither XDG_STATE_HOME nor HOME is set; name one with --ledger"};
}

}  // namespace preflight::cli
