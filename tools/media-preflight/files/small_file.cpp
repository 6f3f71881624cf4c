#include "files/small_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "files/descriptor.hpp"
#include "files/retry_interrupted.hpp"

namespace preflight::cli {

std::optional<std::string> read_small_file(int folder, const char* name, int more_flags, std::size_t max_bytes) {
  const descriptor file{retry_interrupted(
      [&] { return ::openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | more_flags); })};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    return std::nullopt;
  }
  if (!S_ISREG(status.st_mode)) {
    errno = EINVAL;
    return std::nullopt;
  }
  std::string text;
  std::size_t length = 0;
  for (;;) {
    text.resize(length + 4096 + length / 2);
    const ssize_t got = ::read(file.number(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return std::nullopt;
    }
    length += static_cast<std::size_t>(got);
    if (got == 0) {
      text.resize(length);
      return text;
    }
    if (length > max_bytes) {
      errno = EFBIG;
      return std::nullopt;
    }
  }
}

}  // namespace preflight::cli
