#include "files/temp_file_cleanup.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>

namespace preflight::cli {
namespace {

/// A signal handler may neither lock nor allocate.
std::array<std::atomic<const char*>, 16> names{};
static_assert(std::atomic<const char*>::is_always_lock_free);

extern "C" void remove_and_raise(int signal) {
  for (std::atomic<const char*>& slot : names) {
    if (const char* const name = slot.exchange(nullptr); name != nullptr) {
      ::unlink(name);
    }
  }
  ::raise(signal);  // which has its usual effect again, as soon as this returns
}

/// Only where the signal would end the program; who has it ignored, as nohup does, means that.
void install_handler(int signal) {
  struct sigaction current {};
  if (::sigaction(signal, nullptr, &current) == 0 && (current.sa_flags & SA_SIGINFO) == 0 &&
      current.sa_handler == SIG_DFL) {
    struct sigaction handler {};
    handler.sa_handler = remove_and_raise;
    handler.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(signal, &handler, nullptr);
  }
}

}  // namespace

void register_temp_file(const char* name) {
  for (const int signal : {SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU}) {
    install_handler(signal);
  }
  for (std::atomic<const char*>& slot : names) {
    const char* none = nullptr;
    if (slot.compare_exchange_strong(none, name)) {
      return;
    }
  }
}

void unregister_temp_file(const char* name) {
  for (std::atomic<const char*>& slot : names) {
    const char* expected = name;
    slot.compare_exchange_strong(expected, nullptr);
  }
}

}  // namespace preflight::cli
