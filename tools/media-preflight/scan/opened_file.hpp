#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdint>

#include <preflight/result.hpp>

#include "descriptor.hpp"
#include "scan/file_kind.hpp"
#include "system_text.hpp"

namespace preflight::cli {

struct opened_file {
  descriptor file;
  std::uint64_t size = 0;
};

/// Opens a regular file, and nothing else: never waits for the other end of a FIFO, never becomes the terminal's owner.
[[nodiscard]] inline result<opened_file> open_file(int folder, const char* name) {
  opened_file opened{descriptor{::openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)}};
  struct stat status {};
  if (!opened.file.is_open() || ::fstat(opened.file.number(), &status) != 0) {
    return failure{failure_code::unreadable, system_text(errno), 0, errno};
  }
  if (!S_ISREG(status.st_mode)) {
    return failure{failure_code::not_regular, special_kind(status.st_mode)};
  }
  opened.size = static_cast<std::uint64_t>(status.st_size);
  return opened;
}

}  // namespace preflight::cli
