#include "merge/line_reader.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t step = std::size_t{32} * 1024;
/// Longer than a line with a finding of every rule about any path that can be opened by its name, however much of it is
/// escaped. A line in memory takes up to 80 times as much while it is read.
constexpr std::size_t longest_line = std::size_t{1} << 20;

}  // namespace

line_reader::line_reader(const std::string& path, int input)
    : name_{path == "-" ? "standard input" : path}, number_of_file_{input} {
  if (path != "-") {
    file_ = descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
    if (!file_.is_open()) {
      throw fatal_error{fmt::format("{} cannot be read: {}", name_, errno_message(errno))};
    }
    number_of_file_ = file_.number();
  }
}

bool line_reader::next() {
  begin_ = next_;
  for (std::size_t searched = begin_;;) {
    if (const std::size_t feed = buffer_.find('\n', searched); feed != std::string::npos) {
      length_ = feed - begin_;
      next_ = feed + 1;
      ++number_;
      return true;
    }
    searched = buffer_.size() - begin_;
    if (searched > longest_line) {
      throw fatal_error{
          fmt::format("{}, line {}: a line this long is none of media-preflight check", name_, number_ + 1)};
    }
    if (!fill()) {
      break;
    }
  }
  if (!buffer_.empty()) {
    throw fatal_error{fmt::format(
        "{}, line {}: the last line is cut, so the run that wrote it did not end; run it again", name_, number_ + 1)};
  }
  return false;
}

/// Reads more behind what is there of the line, which it moves to the front.
bool line_reader::fill() {
  buffer_.erase(0, begin_);
  begin_ = next_ = 0;
  const std::size_t length = buffer_.size();
  buffer_.resize(length + step);
  for (;;) {
    const ssize_t got = ::read(number_of_file_, &buffer_[length], step);
    if (got >= 0) {
      buffer_.resize(length + static_cast<std::size_t>(got));
      return got > 0;
    }
    if (errno == EAGAIN) {
      pollfd waiting{number_of_file_, POLLIN, 0};
      ::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      throw fatal_error{fmt::format("{} cannot be read: {}", name_, errno_message(errno))};
    }
  }
}

}  // namespace preflight::cli
