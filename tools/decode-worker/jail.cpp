#include "jail.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "sanitizers.hpp"
#include "system_calls.hpp"

#if defined(MEDIA_PREFLIGHT_ADDRESS_SANITIZER)
/// A signal is to end the process as it does without the sanitizer, so that the parent can name it.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:handle_sigtrap=0";
}
#endif

namespace preflight::worker {
namespace {

/// The socket, /dev/null three times, and the file that is decoded.
constexpr rlim_t max_descriptors = socket_number + 2;

/// For what libraries allocate besides pictures, and for the stack.
constexpr rlim_t memory_reserve = 32U << 20;

/// Bytes of address space in use; 0 where the system does not tell.
rlim_t address_space() {
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return 0;
  }
  std::array<char, 64> text;
  const ssize_t length = read(file, text.data(), text.size());
  close(file);
  rlim_t pages = 0;
  if (length > 0) {
    std::from_chars(text.data(), text.data() + length, pages);
  }
  return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

bool limit(decltype(RLIMIT_AS) resource, rlim_t max) {
  rlimit current{};
  if (getrlimit(resource, &current) != 0) {
    return false;
  }
  const rlim_t value = std::min(max, current.rlim_max);
  const rlimit limits{value, value};
  return setrlimit(resource, &limits) == 0;
}

bool set_limits(std::uint64_t memory) {
  if (!sanitizers::address) {  // whose shadow takes terabytes of address space
    const rlim_t used = address_space();
    if (used == 0) {
      errno = ENOENT;
      return false;
    }
    const rlim_t max = memory < RLIM_INFINITY - used - memory_reserve ? used + memory_reserve + memory : RLIM_INFINITY;
    if (!limit(RLIMIT_AS, max)) {
      return false;
    }
  }
  return limit(RLIMIT_NOFILE, max_descriptors) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) &&
         limit(RLIMIT_CORE, 0);
}

bool close_other_files() {
  const int null_device = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null_device < 0 || dup2(null_device, STDIN_FILENO) < 0 || dup2(null_device, STDOUT_FILENO) < 0) {
    return false;
  }
  if (!sanitizers::address && dup2(null_device, STDERR_FILENO) < 0) {  // whose reports somebody is to read
    return false;
  }
  closefrom(socket_number + 1);
  return true;
}

bool drop_privileges() {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

}  // namespace

readiness enter_jail(std::uint64_t memory, bool with_filter) {
  readiness out;
  const auto done = [&out](stage step, bool succeeded) {
    if (!succeeded) {
      out.reached = step;
      out.error = errno;
    }
    return succeeded;
  };
  if (done(stage::descriptors, close_other_files()) && done(stage::limits, set_limits(memory)) &&
      done(stage::privileges, drop_privileges()) && with_filter) {
    done(stage::filter, restrict_system_calls());
  }
  return out;
}

}  // namespace preflight::worker
