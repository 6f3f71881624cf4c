#include "output/output_file.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
#include "files/retry_interrupted.hpp"
#include "files/temp_file_cleanup.hpp"

namespace preflight::cli {
namespace {

constexpr int max_tries = 100;

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

/// What leads to an open file that has no name.
std::string own_path(int number) { return fmt::format("/proc/self/fd/{}", number); }

/// Whether the caller may do what owners may, as root usually can.
bool owns_all_files() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
  return ::syscall(SYS_capget, &header, sets.data()) == 0 && (sets[0].effective & (1U << CAP_FOWNER)) != 0;
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

output_file::~output_file() { discard(); }

void output_file::discard() {
  if (!named_.empty()) {
    ::unlink(named_.c_str());
    unregister_temp_file(named_.c_str());
    named_.clear();
  }
}

void output_file::store() const {
  if (is_unfinished() && retry_interrupted([&] { return ::fsync(file_.number()); }) != 0) {
    refuse(errno);
  }
}

void output_file::finish() {
  if (!is_unfinished()) {
    return;
  }
  store();
  if (named_.empty() && !replaces_ && link_as(path_)) {
    is_unfinished_ = false;
    return;
  }
  // A link replaces nothing, so a file without a name gets one beside its own first.
  for (int tries = 0; named_.empty(); ++tries) {
    choose_name();
    if (const bool is_linked = link_as(named_); !is_linked) {
      const int error = errno;
      forget_name();
      if (error != EEXIST || tries == max_tries) {
        refuse(error);
      }
    }
  }
  if (::rename(named_.c_str(), path_.c_str()) != 0) {
    refuse(errno);
  }
  forget_name();
  is_unfinished_ = false;
}

/// False with errno where there is such a name already, or it cannot be given.
bool output_file::link_as(const std::string& name) const {
  return ::linkat(AT_FDCWD, own_path(file_.number()).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

/// Short, says what left it behind if ever something does, and does not look like a media file, so that no walk takes
/// it for one.
void output_file::choose_name() {
  std::uint64_t random = 0;
  if (retry_interrupted([&] { return ::getrandom(&random, sizeof random, 0); }) != sizeof random) {
    refuse(errno);
  }
  named_ = fmt::format("{}/.media-preflight-{:016x}.tmp", folder_of(path_), random);
  register_temp_file(named_.c_str());  // at first, because a signal may come as soon as there is a file
}

void output_file::forget_name() {
  unregister_temp_file(named_.c_str());
  named_.clear();
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

/// What would only fail when all work is done: a file that is mounted itself cannot be replaced, and in a folder with
/// the sticky bit only by its owner or the folder's.
void output_file::require_replaceable(const struct stat& before) const {
  struct statx mounted {};
  if (::statx(AT_FDCWD, path_.c_str(), AT_SYMLINK_NOFOLLOW, STATX_TYPE, &mounted) == 0 &&
      (mounted.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0) {
    refuse("another file is mounted there, so it cannot be replaced; mount a folder, and write the file into it");
  }
  struct stat folder {};
  struct stat name {};
  if (::stat(folder_of(path_).c_str(), &folder) != 0 || ::lstat(path_.c_str(), &name) != 0) {
    refuse(errno);
  }
  const uid_t caller = ::geteuid();
  if ((folder.st_mode & S_ISVTX) != 0 && name.st_uid != caller && folder.st_uid != caller && !owns_all_files()) {
    refuse("it belongs to another user, and its folder lets only owners replace files (sticky bit)");
  }
  if (::faccessat(AT_FDCWD, path_.c_str(), W_OK, AT_EACCESS) != 0) {
    refuse(before.st_uid != caller && errno == EACCES ? "it belongs to another user, who does not let you write to it"
                                                      : errno_message(errno));
  }
}

/// In the same folder, because a rename does not reach another file system. Without a name, where the file system can
/// do that, so that nothing is left behind whatever ends the program.
void output_file::create_temporary() {
  struct stat before {};
  replaces_ = ::stat(path_.c_str(), &before) == 0;
  const std::optional<file_identity> place = identity_at(path_);
  if (!place) {
    refuse(errno);
  }
  identity_ = *place;
  if (replaces_) {
    require_replaceable(before);
  }
  constexpr mode_t permissions = 0777;
  constexpr mode_t usual = 0666;
  file_ = descriptor{
      retry_interrupted([&] { return ::open(folder_of(path_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, usual); })};
  if (file_.is_open() && ::access(own_path(file_.number()).c_str(), F_OK) != 0) {
    file_ = descriptor{};  // without /proc it could never get a name
  }
  for (int tries = 0; !file_.is_open(); ++tries) {
    choose_name();
    file_ = descriptor{retry_interrupted(
        [&] { return ::open(named_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, usual); })};
    if (const int error = errno; !file_.is_open()) {
      forget_name();
      if (error != EEXIST || tries == max_tries) {
        refuse(error);
      }
    }
  }
  is_unfinished_ = true;
  if (replaces_ && ::fchmod(file_.number(), before.st_mode & permissions) != 0) {
    const int error = errno;
    discard();
    refuse(error);
  }
}

void output_file::refuse(int error) const { refuse(errno_message(error)); }

void output_file::refuse(std::string_view reason) const {
  throw fatal_error{fmt::format("{}: {} cannot be written: {}", option_, path_, reason)};
}

}  // namespace preflight::cli
