#pragma once

#include <csignal>
#include <ctime>

namespace preflight::upload {

/// While it lives, writing to a closed connection is an error for this thread and no signal: OpenSSL asks for none to
/// be spared.
class no_sigpipe {
 public:
  no_sigpipe() {
    sigemptyset(&only_it_);
    sigaddset(&only_it_, SIGPIPE);
    sigset_t waiting{};
    sigpending(&waiting);
    was_waiting_ = sigismember(&waiting, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &only_it_, &before_);
  }
  no_sigpipe(const no_sigpipe&) = delete;
  no_sigpipe& operator=(const no_sigpipe&) = delete;
  no_sigpipe(no_sigpipe&&) = delete;
  no_sigpipe& operator=(no_sigpipe&&) = delete;
  ~no_sigpipe() {
    const timespec at_once{};
    while (!was_waiting_ && sigtimedwait(&only_it_, nullptr, &at_once) == SIGPIPE) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t only_it_{};
  sigset_t before_{};
  bool was_waiting_ = false;
};

}  // namespace preflight::upload
