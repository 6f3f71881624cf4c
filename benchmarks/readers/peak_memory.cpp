// Runs a command and prints the most memory it had, in KiB: peak_memory COMMAND [ARGUMENT]... . Small on purpose: Linux
// counts to a process what the one had that started it.

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

int main(int count, char** words) {
  pid_t child = 0;
  int status = 0;
  rusage used{};
  if (count < 2 || ::posix_spawnp(&child, words[1], nullptr, nullptr, words + 1, environ) != 0 ||
      ::wait4(child, &status, 0, &used) != child) {
    std::fputs("usage: peak_memory COMMAND [ARGUMENT]...\n", stderr);
    return 2;
  }
  std::fprintf(stderr, "%ld\n", used.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
