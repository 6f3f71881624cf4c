#include "run/connection.hpp"

#include <fmt/format.h>

#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/plan/planner.hpp>

#include "cli/fatal_error.hpp"
#include "cli/interrupts.hpp"

namespace preflight::cli {
namespace {

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
  catch_interrupts("media-preflight: finishing the request in flight; Ctrl-C again ends now\n");
}

bool interruptible_clock::is_over() { return is_interrupted(); }

void interruptible_clock::wait(std::chrono::nanoseconds duration, const std::function<bool()>& is_needless) {
  clock::wait(duration, [&] { return is_interrupted() || (is_needless && is_needless()); });
  if (is_interrupted()) {
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
