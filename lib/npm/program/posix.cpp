// The calls of the system that the program makes, answered by the host. They stand here under the names of wasi-libc,
// whose own the linker then leaves out.

#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <string>

#include <poll.h>
#include <sys/resource.h>

#include "host.hpp"

using namespace preflight::npm;

namespace {

std::uint32_t length_of(const char* text) { return static_cast<std::uint32_t>(std::strlen(text)); }

/// As the system says it: -1, and errno.
int outcome(int answer) {
  if (answer < 0) {
    errno = -answer;
    return -1;
  }
  return answer;
}

int take_status(int answer, const host_status& answered, struct stat* status) {
  if (answer < 0) {
    return outcome(answer);
  }
  *status = {};
  status->st_dev = static_cast<dev_t>(answered.device);
  status->st_ino = static_cast<ino_t>(answered.number);
  status->st_mode = static_cast<mode_t>(answered.mode);
  status->st_uid = static_cast<uid_t>(answered.owner);
  status->st_size = static_cast<off_t>(answered.size);
  status->st_rdev = static_cast<dev_t>(answered.special_device);
  return 0;
}

int status_of(int folder, const char* path, bool follows_links, struct stat* status) {
  host_status from{};
  return take_status(host_stat(folder, path, length_of(path), follows_links, &from), from, status);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) { return outcome(host_open(AT_FDCWD, path, length_of(path), flags)); }
int openat(int folder, const char* path, int flags, ...) {
  return outcome(host_open(folder, path, length_of(path), flags));
}
/// What fopen() calls, which std::ifstream may.
int __wasilibc_open_nomode(const char* path, int flags) {  // NOLINT(bugprone-reserved-identifier)
  return outcome(host_open(AT_FDCWD, path, length_of(path), flags));
}
int close(int number) { return outcome(host_close(number)); }

ssize_t read(int number, void* buffer, size_t size) {
  return outcome(host_read(number, buffer, static_cast<std::uint32_t>(size), -1));
}
ssize_t pread(int number, void* buffer, size_t size, off_t offset) {
  return outcome(host_read(number, buffer, static_cast<std::uint32_t>(size), static_cast<double>(offset)));
}
ssize_t write(int number, const void* bytes, size_t size) {
  return outcome(host_write(number, bytes, static_cast<std::uint32_t>(size)));
}

int fstat(int number, struct stat* status) {
  host_status from{};
  return take_status(host_fstat(number, &from), from, status);
}
int stat(const char* path, struct stat* status) { return status_of(AT_FDCWD, path, true, status); }
int lstat(const char* path, struct stat* status) { return status_of(AT_FDCWD, path, false, status); }
int fstatat(int folder, const char* path, struct stat* status, int flags) {
  return status_of(folder, path, (flags & AT_SYMLINK_NOFOLLOW) == 0, status);
}

int fcntl(int number, int command, ...) {
  switch (command) {
    case F_DUPFD_CLOEXEC: return outcome(host_duplicate(number));
    case F_GETFL: return number == 0 ? O_RDONLY : O_RDWR;
    default: return 0;
  }
}

int fsync(int number) { return outcome(host_fsync(number)); }
int ftruncate(int number, off_t size) { return outcome(host_truncate(number, static_cast<double>(size))); }
int fchmod(int number, mode_t mode) { return outcome(host_chmod(number, static_cast<int>(mode))); }
int rename(const char* source, const char* target) {
  return outcome(host_rename(source, length_of(source), target, length_of(target)));
}
int unlink(const char* path) { return outcome(host_unlink(path, length_of(path))); }
int access(const char* path, int mode) { return outcome(host_access(path, length_of(path), mode)); }
int isatty(int number) { return host_is_terminal(number) ? 1 : 0; }
uid_t geteuid() { return static_cast<uid_t>(host_user()); }

int ioctl(int number, int request, ...) {
  const int columns = request == TIOCGWINSZ ? host_columns(number) : 0;
  if (columns <= 0) {
    return outcome(-ENOTTY);
  }
  va_list rest;
  va_start(rest, request);
  va_arg(rest, winsize*)->ws_col = static_cast<unsigned short>(columns);
  va_end(rest);
  return 0;
}

char* realpath(const char* path, char* /*resolved*/) {
  const int length = outcome(host_realpath(path, length_of(path)));
  if (length < 0) {
    return nullptr;
  }
  auto* const text = static_cast<char*>(std::calloc(static_cast<std::size_t>(length) + 1, 1));
  if (text != nullptr) {
    host_take(text);
  }
  return text;
}

char* getenv(const char* name) {
  static std::map<std::string, std::string> known;
  const int length = host_variable(name, length_of(name));
  return length < 0 ? nullptr : (known[name] = take_text(length)).data();
}

int clock_gettime(clockid_t /*clock*/, struct timespec* time) {
  const double seconds = host_seconds();
  time->tv_sec = static_cast<time_t>(seconds);
  time->tv_nsec = static_cast<long>((seconds - static_cast<double>(time->tv_sec)) * 1e9);
  return 0;
}

// Reading and writing wait by themselves here.
int poll(struct pollfd* /*waiting*/, nfds_t /*count*/, int /*milliseconds*/) { return 1; }

// There are no threads and no other programs, and no limits that the system tells of.
int getrlimit(int /*resource*/, rlimit* /*limits*/) { return outcome(-ENOSYS); }
int setrlimit(int /*resource*/, const rlimit* /*limits*/) { return outcome(-ENOSYS); }
int getrusage(int /*who*/, rusage* /*usage*/) { return outcome(-ENOSYS); }
int pipe2(int* /*ends*/, int /*flags*/) { return outcome(-ENOSYS); }
int close_range(unsigned /*first*/, unsigned /*last*/, int /*flags*/) { return outcome(-ENOSYS); }
int execv(const char* /*path*/, char* const* /*arguments*/) { return outcome(-ENOENT); }

}  // extern "C"
