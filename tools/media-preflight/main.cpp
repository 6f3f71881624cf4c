#include <fcntl.h>

#include <csignal>
#include <string>
#include <vector>

#include "cli.hpp"

int main(int count, char** arguments) {
  // A closed standard descriptor would be given to the next file that is opened. What stands in for it fails as it
  // would.
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) == -1) {
      static_cast<void>(::open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY));
    }
  }
  // A file that may not grow is an output that cannot be written; as a signal it would end the run without a word.
  ::signal(SIGXFSZ, SIG_IGN);
  return preflight::cli::run(std::vector<std::string>(arguments + (count > 0 ? 1 : 0), arguments + count), {});
}
