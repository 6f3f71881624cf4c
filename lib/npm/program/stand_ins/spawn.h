#pragma once

#include <cerrno>

/* No other program can be started. */
using posix_spawn_file_actions_t = int;
inline int posix_spawn_file_actions_init(posix_spawn_file_actions_t* actions) { return *actions = 0; }
inline int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t*, int, int) { return 0; }
inline int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t*) { return 0; }
inline int posix_spawn(pid_t*, const char*, const posix_spawn_file_actions_t*, const void*, char* const*,
                       char* const*) {
  return ENOSYS;
}
