#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <optional>

#include <preflight/input/result.hpp>
#include <preflight/text/errno_message.hpp>

#include "files/descriptor.hpp"
#include "files/retry_interrupted.hpp"
#include "walk/file_kind.hpp"

namespace preflight::cli {

struct opened_file {
  descriptor file;
  std::uint64_t size = 0;
};

/// Opens a regular file, and nothing else: never waits for the other end of a FIFO, never becomes the terminal's owner.
/// Where its size is known, the file was looked at just before, and is not looked at again.
[[nodiscard]] inline result<opened_file> open_file(int folder, const char* name,
                                                   std::optional<std::uint64_t> size = std::nullopt) {
  opened_file opened{descriptor{retry_interrupted(
                         [&] { return ::openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); })},
                     size.value_or(0)};
  struct stat status {};
  if (!opened.file.is_open() || (!size && ::fstat(opened.file.number(), &status) != 0)) {
    return failure{failure_code::unreadable, errno_message(errno), 0, errno};
  }
  if (!size && !S_ISREG(status.st_mode)) {
    return failure{failure_code::not_regular, special_kind(status.st_mode)};
  }
  opened.size = size.value_or(static_cast<std::uint64_t>(status.st_size));
  return opened;
}

}  // namespace preflight::cli
