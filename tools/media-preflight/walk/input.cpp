#include "walk/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/descriptor.hpp"
#include "files/retry_interrupted.hpp"

namespace preflight::cli {

result<std::vector<unsigned char>> read_to_end(int number, bool waits) {
  constexpr std::size_t step = std::size_t{64} * 1024;
  std::vector<unsigned char> bytes;
  for (std::size_t length = 0;;) {
    if (length > max_input_bytes) {
      return failure{failure_code::unreadable, "larger than 256 MiB, and its size is not known in advance"};
    }
    if (bytes.size() < length + step) {
      bytes.resize(length + step + length / 2);
    }
    const ssize_t got = ::read(number, bytes.data() + length, bytes.size() - length);
    if (got < 0 && errno == EAGAIN && waits) {
      pollfd waiting{number, POLLIN, 0};
      ::poll(&waiting, 1, -1);
    } else if (got < 0 && errno != EINTR) {
      return failure{failure_code::unreadable, errno_message(errno), length, errno};
    } else if (got == 0) {
      bytes.resize(length);
      return bytes;
    } else if (got > 0) {
      length += static_cast<std::size_t>(got);
    }
  }
}

std::string read_text(std::string_view description, const std::string& path) {
  // Opening /dev/stdin by its name would start from the front of a file, and fails for a socket.
  const descriptor file{path == "-" || path == "/dev/stdin"
                            ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                            : retry_interrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY); })};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0 || S_ISDIR(status.st_mode)) {
    throw fatal_error{
        fmt::format("the {} {} cannot be read: {}", description, path, errno_message(file.is_open() ? EISDIR : errno))};
  }
  const result<std::vector<unsigned char>> bytes = read_to_end(file.number(), true);
  if (!bytes) {
    throw fatal_error{fmt::format("the {} {} cannot be read: {}", description, path, bytes.error().what)};
  }
  return {bytes->begin(), bytes->end()};
}

}  // namespace preflight::cli
