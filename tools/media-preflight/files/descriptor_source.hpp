#pragma once

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/input/result.hpp>
#include <preflight/text/errno_message.hpp>

namespace preflight::cli {

/// An open regular file as a source. Not owned.
class descriptor_source {
 public:
  descriptor_source(int number, std::uint64_t size) : number_{number}, size_{size} {}

  [[nodiscard]] int number() const { return number_; }
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
  int number_;
  std::uint64_t size_;
};

}  // namespace preflight::cli
