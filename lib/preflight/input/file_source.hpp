#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <system_error>

#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>
#include <preflight/text/errno_message.hpp>

namespace preflight {

/// A regular file by its path. One that cannot be opened, or that is not a regular file, says so when it is read.
class file_source {
 public:
  explicit file_source(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
      reject(error ? error.value() : ENOENT);
    } else if (!std::filesystem::is_regular_file(status)) {
      problem_ = failure{failure_code::not_regular,
                         std::filesystem::is_directory(status) ? "it is a folder" : "it is not a regular file"};
    } else {
      errno = 0;
      stream_.open(path, std::ios::binary | std::ios::ate);
      const std::streamoff end = stream_.is_open() ? std::streamoff{stream_.tellg()} : -1;
      end >= 0 ? static_cast<void>(size_ = static_cast<std::uint64_t>(end)) : reject(errno);
    }
  }

  /// 1 where the file cannot be read, so that read() is asked, and can say why.
  [[nodiscard]] std::uint64_t size() const { return problem_ ? 1 : size_; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
    if (problem_) {
      return *problem_;
    }
    return stream_source{stream_}.read(offset, buffer);
  }

 private:
  void reject(int error) { problem_ = failure{failure_code::unreadable, errno_message(error), 0, error}; }

  std::ifstream stream_;
  std::uint64_t size_ = 0;
  std::optional<failure> problem_;
};

}  // namespace preflight
