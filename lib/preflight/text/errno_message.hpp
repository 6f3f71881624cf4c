#pragma once

#include <array>
#include <cerrno>
#include <string_view>

namespace preflight {

/// What an errno value says, as a clause with static storage duration. Not strerror(): that one follows the locale and
/// may use one buffer for all threads.
[[nodiscard]] constexpr std::string_view errno_message(int code) {
  struct message {
    int code;
    std::string_view clause;
  };
  constexpr std::array messages{
      message{ENOENT, "no such file or folder"},
      message{EACCES, "permission denied"},
      message{EPERM, "operation not permitted"},
      message{ELOOP, "too many symbolic links, or a loop of them"},
      message{ENAMETOOLONG, "the name is too long"},
      message{ENOTDIR, "a part of the path is not a folder"},
      message{EISDIR, "it is a folder"},
      message{EMFILE, "too many files are open in this process"},
      message{ENFILE, "too many files are open in the system"},
      message{EIO, "input/output error"},
      message{ENXIO, "no such device or address"},
      message{ENODEV, "no such device"},
      message{ESTALE, "stale file handle"},
      message{EOVERFLOW, "the file is too large for this system"},
      message{ENOMEM, "out of memory"},
      message{EAGAIN, "it is locked, or temporarily unavailable"},
      message{ENOSPC, "no space left on the device"},
      message{EDQUOT, "the disk quota is used up"},
      message{EFBIG, "the file would become too large"},
      message{EROFS, "the file system is read-only"},
      message{EBADF, "it is not open"},
      message{ETXTBSY, "it is being executed"},
      message{EBUSY, "it is in use, or something is mounted there"},
      message{EINVAL, "not possible for this kind of file"},
  };
  for (const message& row : messages) {
    if (row.code == code) {
      return row.clause;
    }
  }
  return "unexpected system error";
}

}  // namespace preflight
