#pragma once

// What the program uses of the system and wasi-libc does not have, or has with another meaning. Included before
// everything else by lib/npm/build. posix.cpp does all of it by asking the host, which is bin/host.js.

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

// A FIFO and a socket are one kind of file for wasi-libc.
#undef S_IFIFO
#define S_IFIFO (0x1000)
#undef S_ISFIFO
#define S_ISFIFO(mode) (((mode)&S_IFMT) == S_IFIFO)

// Nothing is inherited, and no terminal is taken.
#define O_PATH (0)
#define F_DUPFD_CLOEXEC (1030)
#define TIOCGWINSZ (0x5413)

struct winsize {
  unsigned short ws_row;
  unsigned short ws_col;
};

extern "C" {
uid_t geteuid();
char* realpath(const char* path, char* resolved);
int fchmod(int number, mode_t mode);
int pipe2(int ends[2], int flags);
int close_range(unsigned first, unsigned last, int flags);
int execv(const char* path, char* const arguments[]);
}

// What libc++ 14 does not have yet.
#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 15000

#include <compare>
#include <memory>
#include <string_view>

// NOLINTBEGIN(cert-dcl58-cpp)
namespace std {

inline strong_ordering operator<=>(string_view a, string_view b) {
  const int order = a.compare(b);
  return order < 0 ? strong_ordering::less : order > 0 ? strong_ordering::greater : strong_ordering::equal;
}

template <class T>
requires(!is_array_v<T>) unique_ptr<T> make_unique_for_overwrite() { return unique_ptr<T>{new T}; }
template <class T>
requires(is_array_v<T>) unique_ptr<T> make_unique_for_overwrite(size_t count) {
  return unique_ptr<T>{new remove_extent_t<T>[count]};
}

}  // namespace std
// NOLINTEND(cert-dcl58-cpp)

#endif
