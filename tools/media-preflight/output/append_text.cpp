#include "output/append_text.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/retry_interrupted.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

/// Of a regular file; nothing of what has no length.
std::optional<off_t> length_of(int number) {
  struct stat status {};
  return ::fstat(number, &status) == 0 && S_ISREG(status.st_mode) ? std::optional{status.st_size} : std::nullopt;
}

/// How much was written, until nothing more could be.
std::size_t write_most(int number, std::string_view text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const std::string_view rest = text.substr(done);
    const ssize_t written = retry_interrupted([&] { return ::write(number, rest.data(), rest.size()); });
    if (written <= 0) {
      break;
    }
    done += static_cast<std::size_t>(written);
  }
  return done;
}

}  // namespace

void append_text(int number, std::string_view name, std::string_view text) {
  const std::optional<off_t> before = length_of(number);
  if (!before) {
    write_all(number, name, text);
    return;
  }
  const std::size_t written = write_most(number, text);
  // Some file systems only say here that there is no room.
  if (written == text.size() && retry_interrupted([&] { return ::fsync(number); }) == 0) {
    return;
  }
  const int error = errno;
  // What somebody else added meanwhile is not cut off.
  const bool is_alone = length_of(number) == *before + static_cast<off_t>(written);
  const bool is_restored = is_alone && retry_interrupted([&] { return ::ftruncate(number, *before); }) == 0;
  throw fatal_error{fmt::format("{} cannot be written: {}; {}", name, errno_message(error),
                                is_restored ? "it is as it was before" : "it holds a part of the text")};
}

}  // namespace preflight::cli
