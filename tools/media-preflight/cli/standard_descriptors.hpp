#pragma once

#include <fcntl.h>
#include <signal.h>

namespace preflight::cli {

/// Before anything else is opened: a closed standard descriptor would be given to the next file that is. What stands in
/// for it fails as it would. And a file that may not grow is then one that cannot be written; as a signal (SIGXFSZ) it
/// would end the run without a word.
inline void prepare_standard_descriptors() {
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) == -1) {
      static_cast<void>(::open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY));
    }
  }
  ::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace preflight::cli
