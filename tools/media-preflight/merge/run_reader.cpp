#include "merge/run_reader.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "scan/shard.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

/// Longer than a line with a finding of every rule about any path that can be opened by its name, however much of it is
/// escaped. A line in memory takes up to 80 times as much while it is read.
constexpr int max_line = 1 << 20;

}  // namespace

run_reader::run_reader(const std::string& path, int input)
    : name_{path == "-" ? "standard input" : path}, buffer_{std::make_unique_for_overwrite<char[]>(max_line)} {
  const int number =
      path == "-" ? ::fcntl(input, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  stream_.reset(number >= 0 ? ::fdopen(number, "r") : nullptr);
  if (stream_ == nullptr) {
    throw fatal_error{fmt::format("{} cannot be read: {}", name_, errno_message(errno))};
  }
}

bool run_reader::next_line() {
  ++number_;
  const char* const line = std::fgets(buffer_.get(), max_line, stream_.get());
  if (line == nullptr && std::ferror(stream_.get()) != 0) {
    throw fatal_error{fmt::format("{} cannot be read: {}", name_, errno_message(errno))};
  }
  if (line == nullptr) {
    return false;
  }
  line_ = line;
  if (!line_.ends_with('\n')) {
    refuse(line_.size() == max_line - 1 ? "the line is too long for media-preflight check"
                                        : "the last line is incomplete; its run did not finish, so run it again");
  }
  line_.remove_suffix(1);
  return true;
}

bool run_reader::next(const configuration& names) {
  if (!next_line()) {
    throw fatal_error{fmt::format(
        "{} {}; its run did not finish, so run it again", name_,
        number_ == 1 ? std::string{"is empty"} : fmt::format("ends without a summary (line {})", number_ - 1))};
  }
  try {
    file_.json = parse_line(line_);
    if (const auto type = file_.json.find("type"); type != file_.json.end() && *type == "summary") {
      summary_ = read_summary(file_.json);
      check_summary();
      return false;
    }
    std::swap(last_path_, file_.path);
    file_.read(names);
  } catch (const parse_error& error) {
    refuse(error.reason);
  }
  count_file();
  return true;
}

void run_reader::count_file() {
  const bool is_judged = file_.destination != nullptr;
  if (counted_.files == 0) {
    counted_.judged = is_judged;
  } else if (counted_.judged != is_judged) {
    refuse("check and facts lines are mixed");
  } else if (comes_before(file_.path, last_path_)) {
    refuse("files are out of order; pass each run as a separate, unchanged file");
  }
  counted_.add(file_.result);
  path_hashes_.push_back(path_hash(file_.path));
}

void run_reader::check_summary() {
  const bool is_judged = counted_.files == 0 ? summary_.judged : counted_.judged;
  const bool counts_alike =
      !is_judged || (summary_.passed == counted_.passed && summary_.warned == counted_.warned &&
                     summary_.failed == counted_.failed && summary_.findings == counted_.findings);
  if (summary_.judged != is_judged || summary_.files != counted_.files || !counts_alike) {
    refuse(fmt::format("the summary counts {} files, but {} come before it; the file was cut or changed",
                       summary_.files, counted_.files));
  }
  for (std::size_t i = 0; summary_.shards > 0 && i < path_hashes_.size(); ++i) {
    if (path_hashes_[i] % summary_.shards != summary_.shard - 1) {
      refuse(
          fmt::format("the file on line {} does not belong to shard {} of {}", i + 1, summary_.shard, summary_.shards));
    }
  }
  if (next_line()) {
    refuse("lines follow the summary; pass each run as a separate file");
  }
}

std::string run_reader::place() const { return fmt::format("{}, line {}", name_, number_); }

void run_reader::refuse(std::string_view reason) const { throw fatal_error{fmt::format("{}: {}", place(), reason)}; }

bool comes_before(std::string_view path, std::string_view other) {
  return compare_paths(path == "." ? "" : path, other == "." ? "" : other) < 0;
}

}  // namespace preflight::cli
