#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <preflight/input/result.hpp>
#include <preflight/text/errno_message.hpp>

namespace preflight::c {

/// What a file that is not regular is called in a message.
[[nodiscard]] constexpr std::string_view special_kind(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFIFO: return "it is a FIFO";
    case S_IFSOCK: return "it is a socket";
    case S_IFCHR: return "it is a character device";
    case S_IFBLK: return "it is a block device";
    case S_IFDIR: return "it is a folder";
    default: return "it is not a regular file";
  }
}

/// A regular file, open while this lives. Never waits for the other end of a FIFO, never becomes the terminal's owner.
class regular_file {
 public:
  explicit regular_file(const char* path) {
    do {
      number_ = ::open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    } while (number_ < 0 && errno == EINTR);
    struct stat status {};
    if (number_ < 0 || ::fstat(number_, &status) != 0) {
      const int error = errno;
      // A socket and a device without a driver cannot be opened, which is not what is wrong with them.
      const bool is_special = number_ < 0 && ::stat(path, &status) == 0 && !S_ISREG(status.st_mode);
      problem_ = is_special && !S_ISDIR(status.st_mode)
                     ? failure{failure_code::not_regular, special_kind(status.st_mode)}
                     : failure{failure_code::unreadable, errno_message(error), 0, error};
    } else if (!S_ISREG(status.st_mode)) {
      problem_ = failure{failure_code::not_regular, special_kind(status.st_mode)};
    } else {
      size_ = static_cast<std::uint64_t>(status.st_size);
    }
  }
  regular_file(const regular_file&) = delete;
  regular_file& operator=(const regular_file&) = delete;
  ~regular_file() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }

  [[nodiscard]] const std::optional<failure>& problem() const { return problem_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }

  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) const {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      const ssize_t length =
          ::pread(number_, buffer.data() + filled, buffer.size() - filled, static_cast<off_t>(offset + filled));
      if (length < 0 && errno == EINTR) {
        continue;
      }
      if (length < 0) {
        return failure{failure_code::unreadable, errno_message(errno), offset + filled, errno};
      }
      if (length == 0) {
        break;
      }
      filled += static_cast<std::size_t>(length);
    }
    return filled;
  }

 private:
  int number_ = -1;
  std::uint64_t size_ = 0;
  std::optional<failure> problem_;
};

/// All of a file whose size the system does not tell, such as one under /proc; only as much as is worth keeping.
[[nodiscard]] inline result<std::vector<unsigned char>> read_whole(const regular_file& file) {
  constexpr std::size_t max_bytes = std::size_t{256} << 20;
  constexpr std::size_t step = std::size_t{64} * 1024;
  std::vector<unsigned char> bytes;
  for (std::size_t length = 0;;) {
    if (length > max_bytes) {
      return failure{failure_code::unreadable, "larger than 256 MiB, and its size is not known in advance"};
    }
    bytes.resize(length + step + length / 2);
    const result<std::size_t> count = file.read(length, std::span{bytes}.subspan(length));
    if (!count) {
      return count.error();
    }
    length += *count;
    if (length < bytes.size()) {
      bytes.resize(length);
      return bytes;
    }
  }
}

}  // namespace preflight::c
