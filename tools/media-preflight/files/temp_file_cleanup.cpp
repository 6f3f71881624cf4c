#include "files/temp_file_cleanup.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace preflight::cli {
namespace {

/// A signal handler may neither lock nor allocate, so places are only ever added, in front, and used again.
struct name_slot {
  std::atomic<const char*> name;
  name_slot* next = nullptr;
};
std::atomic<name_slot*> slots{nullptr};
static_assert(std::atomic<const char*>::is_always_lock_free && std::atomic<name_slot*>::is_always_lock_free);

extern "C" void remove_and_raise(int signal) {
  for (name_slot* slot = slots.load(); slot != nullptr; slot = slot->next) {
    if (const char* const name = slot->name.exchange(nullptr); name != nullptr) {
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
  for (name_slot* slot = slots.load(); slot != nullptr; slot = slot->next) {
    const char* none = nullptr;
    if (slot->name.compare_exchange_strong(none, name)) {
      return;
    }
  }
  auto* const added = new name_slot{name, slots.load()};  // NOLINT(cppcoreguidelines-owning-memory): for good
  while (!slots.compare_exchange_weak(added->next, added)) {
  }
}

void unregister_temp_file(const char* name) {
  for (name_slot* slot = slots.load(); slot != nullptr; slot = slot->next) {
    const char* expected = name;
    slot->name.compare_exchange_strong(expected, nullptr);
  }
}

}  // namespace preflight::cli
