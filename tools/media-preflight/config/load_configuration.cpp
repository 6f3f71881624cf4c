#include "config/load_configuration.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/descriptor.hpp"
#include "files/null_device.hpp"
#include "files/retry_interrupted.hpp"
#include "walk/file_kind.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t max_bytes = std::size_t{1} << 20;

[[noreturn]] void reject(const std::string& file, std::string_view reason) {
  throw fatal_error{fmt::format("the configuration {} {}", file, reason)};
}

[[noreturn]] void reject_unreadable(const std::string& file, int error) {
  reject(file, fmt::format("cannot be read: {}", errno_message(error)));
}

[[noreturn]] void reject_untrusted(const std::string& file, std::string_view reason) {
  reject(file, fmt::format("{}; if you trust it, name it with --config", reason));
}

/// The user after sudo trusts what belongs to them, as git does.
bool is_trusted_owner(uid_t owner) {
  const uid_t caller = ::geteuid();
  if (owner == caller || owner == 0) {
    return true;
  }
  const char* const behind = caller == 0 ? std::getenv("SUDO_UID") : nullptr;
  if (behind == nullptr) {
    return false;
  }
  uid_t user = 0;
  const char* const last = behind + std::strlen(behind);
  const auto [end, error] = std::from_chars(behind, last, user);
  return error == std::errc{} && end == last && user == owner;
}

void require_trusted(const std::string& file, const struct stat& status, std::string_view subject) {
  if (!is_trusted_owner(status.st_uid)) {
    reject_untrusted(file, fmt::format("{}belongs to another user ({})", subject, status.st_uid));
  }
  if ((status.st_mode & S_IWOTH) != 0 && !S_ISLNK(status.st_mode)) {
    reject_untrusted(file, fmt::format("{}can be written by every user", subject));
  }
}

/// Waits for what is still to come through a pipe.
std::string read_text(const std::string& file, int number) {
  std::string text;
  for (std::size_t length = 0;;) {
    text.resize(length + 4096);
    const ssize_t got = ::read(number, text.data() + length, text.size() - length);
    if (got < 0 && errno == EAGAIN) {
      pollfd waiting{number, POLLIN, 0};
      ::poll(&waiting, 1, -1);
    } else if (got < 0 && errno != EINTR) {
      reject_unreadable(file, errno);
    } else if (got == 0) {
      text.resize(length);
      return text;
    } else if (got > 0) {
      length += static_cast<std::size_t>(got);
    }
    if (length > max_bytes) {
      reject(file, "is larger than 1 MiB");
    }
  }
}

}  // namespace

/// A link that leads nowhere counts: what it was to say is not known, as with a file that cannot be read.
std::string configuration_file_in(const std::string& folder) {
  std::string file = fmt::format("{}/{}", folder == "/" ? "" : folder, configuration_name);
  struct stat status {};
  return ::lstat(file.c_str(), &status) == 0 ? file : std::string{};
}

std::string load_found_configuration(const std::string& folder) {
  const std::string file = fmt::format("{}/{}", folder == "/" ? "" : folder, configuration_name);
  const descriptor opened{
      retry_interrupted([&] { return ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); })};
  struct stat status {};
  struct stat name_status {};
  struct stat folder_status {};
  if (!opened.is_open() || ::fstat(opened.number(), &status) != 0 || ::lstat(file.c_str(), &name_status) != 0 ||
      ::stat(folder.c_str(), &folder_status) != 0) {
    reject_unreadable(file, errno);
  }
  // Where the sticky bit keeps others from replacing a file, they may still have been the first to make one.
  require_trusted(file, folder_status, "lies in a folder that ");
  require_trusted(file, name_status, "");
  if (is_null_device(status)) {
    return {};
  }
  if (!S_ISREG(status.st_mode)) {
    reject(file, fmt::format("cannot be read: {}", special_kind(status.st_mode)));
  }
  require_trusted(file, status, "");
  return read_text(file, opened.number());
}

std::string load_named_configuration(const std::string& path) {
  // Opening /dev/stdin by its name would start from the front of a file, and fails for a socket.
  const descriptor opened{
      path == "-" || path == "/dev/stdin" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : retry_interrupted([&] {
        return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
      })};
  struct stat status {};
  if (!opened.is_open() || ::fstat(opened.number(), &status) != 0) {
    reject_unreadable(path, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    reject(path, fmt::format("cannot be read: {}", special_kind(status.st_mode)));
  }
  return read_text(path, opened.number());
}

}  // namespace preflight::cli
