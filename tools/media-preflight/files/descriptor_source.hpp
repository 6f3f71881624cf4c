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

  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) const {
    std::size_t filled = 0;
    while (filled < into.size()) {
      const ssize_t got =
          ::pread(number_, into.data() + filled, into.size() - filled, static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        return failure{failure_code::unreadable, errno_message(errno), offset + filled, errno};
      }
      if (got == 0) {
        break;
      }
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

 private:
  int number_;
  std::uint64_t size_;
};

}  // namespace preflight::cli
