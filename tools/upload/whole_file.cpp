#include "whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

#include <fmt/format.h>

#include "cannot_run.hpp"
#include "descriptor.hpp"
#include "system_text.hpp"

namespace preflight::cli {

std::string whole_file(std::string_view what, const std::string& path) {
  constexpr std::size_t most_bytes = std::size_t{256} << 20U;
  const descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0 || S_ISDIR(status.st_mode)) {
    throw cannot_run{
        fmt::format("the {} {} cannot be read: {}", what, path, system_text(file.is_open() ? EISDIR : errno))};
  }
  std::string text;
  std::size_t length = 0;
  for (;;) {
    text.resize(length + (std::size_t{64} << 10U));
    const ssize_t got = ::read(file.number(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw cannot_run{fmt::format("the {} {} cannot be read: {}", what, path, system_text(errno))};
    }
    length += static_cast<std::size_t>(got);
    if (got == 0) {
      text.resize(length);
      return text;
    }
    if (length > most_bytes) {
      throw cannot_run{fmt::format("the {} {} has more than 256 MiB", what, path)};
    }
  }
}

}  // namespace preflight::cli
