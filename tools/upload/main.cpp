#include <fcntl.h>
#include <signal.h>

#include <string>
#include <vector>

#include "upload_program.hpp"

int main(int count, char** arguments) {
  // A closed standard descriptor would be given to the next file that is opened.
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) == -1) {
      static_cast<void>(::open("/dev/null", O_RDONLY));
    }
  }
  // A reader that goes away, or a ledger that may not grow, must not end a run between a request and its note.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  return preflight::cli::run_upload_program(
      std::vector<std::string>(arguments + (count > 0 ? 1 : 0), arguments + count), {});
}
