#include "run/connection.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>

#include <fmt/format.h>

#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/plan/planner.hpp>

#include "cli/fatal_error.hpp"

namespace preflight::cli {
namespace {

std::atomic<bool> is_interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);
/// What SIGINT, SIGTERM and SIGHUP did before, by their numbers.
std::array<struct sigaction, SIGTERM + 1> usual_actions{};

/// The next one does what it always did: that takes unfinished files away before it ends the process.
extern "C" void note_interrupt(int number) {
  is_interrupted = true;
  constexpr std::string_view text = "media-preflight: finishing the request in flight; Ctrl-C again ends now\n";
  const int error = errno;
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
  errno = error;
  ::sigaction(number, &usual_actions[static_cast<std::size_t>(number)], nullptr);
}

upload::zoom_client make_client(const send_options& options, item_report& report, upload::clock& clock) {
  upload::client_options settings;
  settings.plan = options.rates.value_or(upload::zoom_plan::pro);
  settings.calls_a_second = options.calls_a_second;
  settings.keep_trying = options.keep_trying;
  if (options.log_level || report.is_verbose()) {
    settings.most_detail = options.log_level.value_or(upload::log_level::info);
    settings.log = [&report](upload::log_level level, std::string_view line) { report.log(level, line); };
  }
  try {
    settings.urls = upload::urls_from(upload::of_process);
    return upload::zoom_client{upload::credentials_from(upload::of_process), settings, clock};
  } catch (const upload::bad_settings& error) {
    throw fatal_error{error.what()};
  }
}

}  // namespace

upload::ledger_owner owner_from_environment() {
  try {
    return {upload::urls_from(upload::of_process).api,
            upload::account_of(upload::credentials_from(upload::of_process))};
  } catch (const upload::bad_settings& error) {
    throw fatal_error{error.what()};
  }
}

interruptible_clock::interruptible_clock() {
  struct sigaction once {};
  once.sa_handler = note_interrupt;
  once.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction current {};
    // Who starts a run with the signal ignored, as a shell does in the background, means that.
    if (::sigaction(number, nullptr, &current) == 0 && current.sa_handler != SIG_IGN &&
        current.sa_handler != note_interrupt) {
      usual_actions[static_cast<std::size_t>(number)] = current;
      ::sigaction(number, &once, nullptr);
    }
  }
}

bool interruptible_clock::is_over() { return is_interrupted; }

void interruptible_clock::wait(std::chrono::nanoseconds duration, const std::function<bool()>& is_needless) {
  clock::wait(duration, [&] { return is_interrupted || (is_needless && is_needless()); });
  if (is_interrupted) {
    throw upload::interrupted{};
  }
}

connection::connection(const send_options& options, item_report& report) : client{make_client(options, report, clock)} {
  upload::result_with<upload::session> result;
  try {
    result = client.sign_in();
  } catch (const upload::interrupted& reason) {
    result.what.message = reason.what();
  }
  if (!result.value) {
    throw fatal_error{fmt::format("cannot sign in to Zoom: {}", upload::sentence_of(result.what))};
  }
  session = *result.value;
}

}  // namespace preflight::cli
