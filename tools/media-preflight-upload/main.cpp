#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <string>
#include <vector>

#include "cli.hpp"
#include "cli/standard_descriptors.hpp"

int main(int count, char** arguments) {
  preflight::cli::prepare_standard_descriptors();
  // Secrets and tokens are in this memory: nobody gets them from a core file, nor by attaching to the process.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::prctl(PR_SET_DUMPABLE, 0L);
  // A reader that goes away must not end a run between a request and its note.
  ::signal(SIGPIPE, SIG_IGN);
  return preflight::cli::run_upload_program(
      std::vector<std::string>(arguments + (count > 0 ? 1 : 0), arguments + count), {});
}
