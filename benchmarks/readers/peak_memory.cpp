// Runs a command and prints the most memory it had, in KiB: peak_memory COMMAND [ARGUMENT]... . Small on purpose: Linux
// counts to a process what the one had that started it.

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <span>

int main(int count, char** words) {
  pid_t child = 0;
  int status = 0;
  rusage used{};
  const std::span command = std::span{words, static_cast<std::size_t>(count)}.subspan(1);
  if (command.empty() || ::posix_spawnp(&child, command[0], nullptr, nullptr, command.data(), environ) != 0 ||
      ::wait4(child, &status, 0, &used) != child) {
    std::fputs("usage: peak_memory COMMAND [ARGUMENT]...\n", stderr);
    return 2;
  }
  std::fprintf(stderr, "%ld\n", used.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
