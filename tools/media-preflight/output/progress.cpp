#include "output/progress.hpp"

#include <unistd.h>

#include <string>
#include <string_view>

#include <preflight/rules/message_values.hpp>
#include <preflight/text/word_wrap.hpp>

#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::chrono::milliseconds interval{100};
constexpr std::string_view to_line_start_and_clear = "\r\x1b[K";

}  // namespace

progress::progress(int messages, bool wanted, std::chrono::milliseconds patience)
    : messages_{messages}, active_{wanted && ::isatty(messages) == 1}, next_{clock::now() + patience} {}

void progress::show(std::uint64_t files, std::uint64_t failed) {
  if (!is_time()) {
    return;
  }
  inline_string<80> line;
  line << digit_grouping{files} << " files";
  if (failed > 0) {
    line << ", " << digit_grouping{failed} << " failed";
  }
  put(line.text());
}

bool progress::is_time() {
  if (!active_ || clock::now() < next_) {
    return false;
  }
  next_ = clock::now() + interval;
  return true;
}

void progress::put(std::string_view line) {
  last_.assign(line);
  // A letter in the last column would make some terminals begin another line.
  const std::size_t columns = terminal_columns(messages_);
  if (columns > 1 && display_width(line) >= columns) {
    line = line.substr(0, columns - 1);
    line = line.substr(0, line.rfind(", "));
  }
  write_message(messages_, std::string{to_line_start_and_clear}.append(line));
  visible_ = true;
}

void progress::restore() {
  if (!visible_ && !last_.empty()) {
    put(last_);
  }
}

void progress::erase() {
  if (visible_) {
    write_message(messages_, to_line_start_and_clear);
    visible_ = false;
  }
}

}  // namespace preflight::cli
