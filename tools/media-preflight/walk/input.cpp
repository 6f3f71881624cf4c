#include "walk/input.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include <preflight/text/errno_message.hpp>

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

}  // namespace preflight::cli
