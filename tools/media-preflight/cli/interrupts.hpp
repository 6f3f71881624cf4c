#pragma once

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace preflight::cli {
namespace detail {

inline std::atomic<bool> was_interrupted = false;
inline std::atomic<const char*> interrupt_message = "";
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<const char*>::is_always_lock_free);
/// What SIGINT, SIGTERM and SIGHUP did before, by their numbers.
inline std::array<struct sigaction, SIGTERM + 1> usual_actions{};

/// The next one does what it always did: that takes unfinished files away before it ends the process.
extern "C" inline void note_interrupt(int number) {
  was_interrupted = true;
  const char* const text = interrupt_message;
  const int error = errno;
  static_cast<void>(!::write(STDERR_FILENO, text, std::strlen(text)));
  errno = error;
  ::sigaction(number, &usual_actions[static_cast<std::size_t>(number)], nullptr);
}

}  // namespace detail

/// From now on the first SIGINT, SIGTERM or SIGHUP only writes `message` to standard error and is remembered; the next
/// one does what it did before. One that is ignored stays so. `message` lasts as long as the program.
inline void catch_interrupts(const char* message) {
  detail::interrupt_message = message;
  struct sigaction once {};
  once.sa_handler = detail::note_interrupt;
  once.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction current {};
    // Who starts a run with the signal ignored, as a shell does in the background, means that.
    if (::sigaction(number, nullptr, &current) == 0 && current.sa_handler != SIG_IGN &&
        current.sa_handler != detail::note_interrupt) {
      detail::usual_actions[static_cast<std::size_t>(number)] = current;
      ::sigaction(number, &once, nullptr);
    }
  }
}

/// Whether such a signal came.
[[nodiscard]] inline bool is_interrupted() { return detail::was_interrupted; }

}  // namespace preflight::cli
