#include "run/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/descriptor.hpp"
#include "walk/input.hpp"

namespace preflight::cli {

std::string whole_file(std::string_view what, const std::string& path) {
  // Opening /dev/stdin by its name would start from the front of a file, and fails for a socket.
  const descriptor file{path == "-" || path == "/dev/stdin" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                                            : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0 || S_ISDIR(status.st_mode)) {
    throw fatal_error{
        fmt::format("the {} {} cannot be read: {}", what, path, errno_message(file.is_open() ? EISDIR : errno))};
  }
  const result<std::vector<unsigned char>> bytes = read_to_end(file.number(), true);
  if (!bytes) {
    throw fatal_error{fmt::format("the {} {} cannot be read: {}", what, path, bytes.error().what)};
  }
  return {bytes->begin(), bytes->end()};
}

}  // namespace preflight::cli
