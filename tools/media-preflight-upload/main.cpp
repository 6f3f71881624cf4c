#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <vector>

#include "cli/command_runner.hpp"
#include "cli/standard_descriptors.hpp"
#include "commands/all.hpp"

namespace {

constexpr std::string_view examples = R"(Examples
  media-preflight plan --csv people.csv --out plan.json  show what would be sent
  media-preflight apply plan.json                        send it
  media-preflight upload --to user:anna@example.com Lobby.png
  media-preflight upload --match email --purpose picture portraits/
  media-preflight ledger show --target user:anna@example.com)";

}  // namespace

int main(int count, char** words) {
  using namespace preflight::cli;
  prepare_standard_descriptors();
  // Secrets and tokens are in this memory: they must not be readable from a core file, nor by attaching to the process.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::prctl(PR_SET_DUMPABLE, 0L);
  ::umask(S_IRWXG | S_IRWXO);  // plans, reports and the ledger name people
  // A reader that goes away must not end a run between a request and its note.
  ::signal(SIGPIPE, SIG_IGN);
  const command_runner runner{
      "Sends pictures and videos that pass the check to Zoom: exactly the bytes that were checked.",
      examples,
      upload_commands,
      {}};
  return runner.run(std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count), {});
}
