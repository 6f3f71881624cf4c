#include "files/memory_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include <preflight/text/errno_message.hpp>

namespace preflight::cli {

result<opened_file> memory_file(std::span<const unsigned char> bytes) {
  opened_file file{descriptor{::memfd_create("media-preflight", MFD_CLOEXEC)}, bytes.size()};
  if (!file.file.is_open()) {
    return failure{failure_code::unreadable, errno_message(errno), 0, errno};
  }
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return failure{failure_code::unreadable, errno_message(errno), 0, errno};
    }
    bytes = bytes.subspan(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  return file;
}

}  // namespace preflight::cli
