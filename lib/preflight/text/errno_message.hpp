#pragma once

#include <array>
#include <cerrno>
#include <string_view>

namespace preflight {

/// What an errno value says, as a clause with static storage duration. Not strerror(): that one follows the locale and
/// may use one buffer for all threads.
[[nodiscard]] constexpr std::string_view errno_message(int code) {
  struct text {
    int code;
    std::string_view clause;
  };
  constexpr std::array texts{
      text{ENOENT, "no such file or folder"},
      text{EACCES, "permission denied"},
      text{EPERM, "operation not permitted"},
      text{ELOOP, "too many symbolic links, or a loop of them"},
      text{ENAMETOOLONG, "the name is too long"},
      text{ENOTDIR, "a part of the path is not a folder"},
      text{EISDIR, "it is a folder"},
      text{EMFILE, "too many files are open in this process"},
      text{ENFILE, "too many files are open in the system"},
      text{EIO, "input/output error"},
      text{ENXIO, "no such device or address"},
      text{ENODEV, "no such device"},
      text{ESTALE, "stale file handle"},
      text{EOVERFLOW, "the file is too large for this system"},
      text{ENOMEM, "out of memory"},
      text{EAGAIN, "something else holds it at the moment"},
      text{ENOSPC, "no space left on the device"},
      text{EDQUOT, "the disk quota is used up"},
      text{EFBIG, "the file would become too large"},
      text{EROFS, "the file system is read-only"},
      text{EBADF, "it is not open"},
      text{ETXTBSY, "it is being executed"},
      text{EBUSY, "it is in use, or something is mounted there"},
      text{EINVAL, "not possible for this kind of file"},
  };
  for (const text& each : texts) {
    if (each.code == code) {
      return each.clause;
    }
  }
  return "the system refuses";
}

}  // namespace preflight
