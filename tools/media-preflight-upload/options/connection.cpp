#include "options/connection.hpp"

#include <signal.h>

#include <array>
#include <atomic>
#include <cstddef>

#include <fmt/format.h>

#include <preflight/upload/auth/credentials.hpp>
#include <preflight/upload/plan/planning.hpp>

#include "cli/fatal_error.hpp"

namespace preflight::cli {
namespace {

std::atomic<bool> was_interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

constexpr std::array endings{SIGINT, SIGTERM};
std::array<struct sigaction, endings.size()> usual{};  ///< what each of them did before

/// The next one does what it always did: that takes unfinished files away before it ends the process.
extern "C" void note_interrupt(int number) {
  was_interrupted = true;
  for (std::size_t i = 0; i < endings.size(); ++i) {
    if (endings[i] == number) {
      ::sigaction(number, &usual[i], nullptr);
    }
  }
}

}  // namespace

interruptible_time::interruptible_time() {
  struct sigaction once {};
  once.sa_handler = note_interrupt;
  once.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < endings.size(); ++i) {
    struct sigaction current {};
    // Who starts a run with the signal ignored, as a shell does in the background, means that.
    if (::sigaction(endings[i], nullptr, &current) == 0 && current.sa_handler != SIG_IGN &&
        current.sa_handler != note_interrupt) {
      usual[i] = current;
      ::sigaction(endings[i], &once, nullptr);
    }
  }
}

bool interruptible_time::is_over() { return was_interrupted; }

void interruptible_time::wait(std::chrono::nanoseconds how_long, const std::function<bool()>& is_needless) {
  clock::wait(how_long, [&] {
    if (was_interrupted) {
      throw upload::interrupted{};
    }
    return is_needless && is_needless();
  });
  if (was_interrupted) {
    throw upload::interrupted{};
  }
}

connection::connection(upload::zoom_plan rates, const sending_request& request, item_report& report) {
  upload::client_options how;
  how.plan = rates;
  how.calls_a_second = calls_a_second_of(request);
  how.most_detail = log_level_of(request);
  if (!request.log_level.empty()) {
    how.log = [&report](upload::log_level level, std::string_view line) { report.log(level, line); };
  }
  try {
    how.urls = upload::urls_from(upload::of_process);
    client_ = std::make_unique<upload::zoom_client>(upload::credentials_from(upload::of_process), how, time_);
  } catch (const upload::bad_settings& error) {
    throw fatal_error{error.what()};
  }
  const upload::result_with<upload::session> signed_in = client_->sign_in();
  if (!signed_in.value) {
    throw fatal_error{fmt::format("cannot sign in to Zoom: {}", upload::sentence_of(signed_in.what))};
  }
  who_ = *signed_in.value;
  service_ = std::make_unique<upload::zoom_api_adapter<upload::zoom_client>>(*client_);
}

}  // namespace preflight::cli
