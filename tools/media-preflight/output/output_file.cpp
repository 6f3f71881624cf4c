#include "output/output_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/temp_file_cleanup.hpp"

namespace preflight::cli {
namespace {

/// The number of an own descriptor that has a name in the file system. Opening it by that name would start from the
/// front of a file which others may have written to, or fail.
std::optional<int> own_descriptor(std::string_view path) {
  constexpr std::array<std::string_view, 3> usual{"/dev/stdin", "/dev/stdout", "/dev/stderr"};
  if (const auto* const position = std::find(usual.begin(), usual.end(), path); position != usual.end()) {
    return static_cast<int>(position - usual.begin());
  }
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.starts_with(folder)) {
      const std::string_view digits = path.substr(folder.size());
      int number = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (error == std::errc{} && end == digits.data() + digits.size() && number >= 0) {
        return number;
      }
    }
  }
  return std::nullopt;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

}  // namespace

std::optional<file_identity> identity_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    return S_ISREG(status.st_mode) ? std::optional{file_identity{status.st_dev, status.st_ino, {}}} : std::nullopt;
  }
  struct stat folder_status {};
  return ::stat(folder_of(path).c_str(), &folder_status) == 0
             ? std::optional{file_identity{folder_status.st_dev, folder_status.st_ino,
                                           path.substr(path.rfind('/') + 1)}}
             : std::nullopt;
}

output_file::output_file(const std::string& path, std::string_view option) : path_{path}, option_{option} {
  if (!open_as_it_is()) {
    create_temporary();
  }
}

output_file::~output_file() {
  if (is_unfinished()) {
    ::unlink(unfinished_.c_str());
    unregister_temp_file(unfinished_.c_str());
  }
}

void output_file::store() const {
  if (is_unfinished() && ::fsync(file_.number()) != 0) {
    refuse(errno);
  }
}

void output_file::finish() {
  if (!is_unfinished()) {
    return;
  }
  store();
  if (::rename(unfinished_.c_str(), path_.c_str()) != 0) {
    refuse(errno);
  }
  unregister_temp_file(unfinished_.c_str());
  unfinished_.clear();
}

/// False where the name is that of a regular file, or of none yet.
bool output_file::open_as_it_is() {
  struct stat status {};
  if (const std::optional<int> own = own_descriptor(path_)) {
    file_ = descriptor{::fcntl(*own, F_DUPFD_CLOEXEC, 0)};
  } else if (::stat(path_.c_str(), &status) != 0) {
    if (errno != ENOENT || path_.ends_with('/')) {
      refuse(errno);
    }
    return false;
  } else if (S_ISREG(status.st_mode)) {
    return false;
  } else {
    file_ = descriptor{::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY)};
  }
  if (!file_.is_open() || ::fstat(file_.number(), &status) != 0) {
    refuse(errno);
  }
  identity_ = {status.st_dev, status.st_ino, {}};
  replaces_ = S_ISREG(status.st_mode);
  return true;
}

/// In the same folder, because a rename does not reach another file system. The name is short, says what left it behind
/// if ever something does, and claims to be no media file, so that no walk takes it for one.
void output_file::create_temporary() {
  const std::string folder = folder_of(path_);
  struct stat before {};
  replaces_ = ::stat(path_.c_str(), &before) == 0;
  const std::optional<file_identity> place = identity_at(path_);
  if (!place || (replaces_ && ::faccessat(AT_FDCWD, path_.c_str(), W_OK, AT_EACCESS) != 0)) {
    refuse(errno);
  }
  identity_ = *place;
  constexpr int max_tries = 100;
  for (int tries = 0; !file_.is_open(); ++tries) {
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != sizeof random) {
      refuse(errno);
    }
    unfinished_ = fmt::format("{}/.media-preflight-{:016x}.tmp", folder, random);
    register_temp_file(unfinished_.c_str());  // at first, because a signal may come as soon as there is a file
    file_ = descriptor{::open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)};
    if (const int error = errno; !file_.is_open()) {
      unregister_temp_file(unfinished_.c_str());
      unfinished_.clear();
      if (error != EEXIST || tries == max_tries) {
        refuse(error);
      }
    }
  }
  constexpr mode_t permissions = 0777;
  if (replaces_ && ::fchmod(file_.number(), before.st_mode & permissions) != 0) {
    const int error = errno;
    ::unlink(unfinished_.c_str());
    unregister_temp_file(unfinished_.c_str());
    refuse(error);
  }
}

void output_file::refuse(int error) const {
  throw fatal_error{fmt::format("{}: {} cannot be written: {}", option_, path_, errno_message(error))};
}

}  // namespace preflight::cli
