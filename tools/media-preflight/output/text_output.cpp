#include "output/text_output.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"

namespace preflight::cli {
namespace {

bool has_value(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

}  // namespace

void write_all(int number, std::string_view name, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(number, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd waiting{number, POLLOUT, 0};
      ::poll(&waiting, 1, -1);
    } else if (errno == EPIPE) {
      throw broken_pipe{};
    } else if (errno != EINTR) {
      throw fatal_error{fmt::format("{} cannot be written: {}", name, errno_message(errno))};
    }
  }
}

void write_message(int number, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(number, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
}

bool use_colour(int number, colour_choice choice) {
  if (choice != colour_choice::automatic) {
    return choice == colour_choice::always;
  }
  if (has_value("NO_COLOR")) {
    return false;
  }
  for (const char* variable : {"CLICOLOR_FORCE", "FORCE_COLOR"}) {
    if (has_value(variable) && std::string_view{std::getenv(variable)} != "0") {
      return true;
    }
  }
  if (has_value("CLICOLOR") && std::string_view{std::getenv("CLICOLOR")} == "0") {
    return false;
  }
  const char* const terminal = std::getenv("TERM");
  return ::isatty(number) == 1 && terminal != nullptr && std::string_view{terminal} != "dumb";
}

unsigned terminal_columns(int number) {
  winsize size{};
  return ::ioctl(number, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0U;
}

}  // namespace preflight::cli
