#include "merge/run_reader.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "scan/shard.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {

/// Longer than a line with a finding of every rule about any path that can be opened by its name, however much of it is
/// escaped. A line in memory takes up to 80 times as much while it is read.
constexpr int max_line = 1 << 20;

run_reader::run_reader(const std::string& path, int input, const configuration& names, bool warnings_as_errors)
    : name_{path == "-" ? "standard input" : path},
      names_{&names},
      warnings_as_errors_{warnings_as_errors},
      stream_{path == "-" ? ::fdopen(::fcntl(input, F_DUPFD_CLOEXEC, 0), "r") : std::fopen(path.c_str(), "re"),
              &std::fclose},
      buffer_{std::make_unique_for_overwrite<char[]>(max_line)} {
  if (stream_ == nullptr) {
    throw fatal_error{fmt::format("{} cannot be read: {}", name_, errno_message(errno))};
  }
}

bool run_reader::next_line() {
  ++number_;
  if (std::fgets(buffer_.get(), max_line, stream_.get()) == nullptr) {
    return std::ferror(stream_.get()) == 0
               ? false
               : throw fatal_error{fmt::format("{} cannot be read: {}", name_, errno_message(errno))};
  }
  line_ = buffer_.get();
  reject_if(!line_.ends_with('\n'), line_.size() == max_line - 1
                                        ? "the line is too long for media-preflight check"
                                        : "the last line is incomplete; its run did not finish, so run it again");
  line_.remove_suffix(1);
  return true;
}

bool run_reader::next() {
  if (!next_line()) {
    throw fatal_error{fmt::format(
        "{} {}; its run did not finish, so run it again", name_,
        number_ == 1 ? std::string{"is empty"} : fmt::format("ends without a summary (line {})", number_ - 1))};
  }
  const auto line = nlohmann::json::parse(line_, nullptr, false);
  reject_if(!line.is_object(), "not a JSON object");
  const bool is_summary = line.contains("type") && line["type"] == "summary";
  is_summary ? read_summary(line) : read_file(line);
  return !is_summary;
}

void run_reader::read_file(const nlohmann::json& line) {
  std::swap(last_path_, file_.path);
  file_.read(line, *names_);
  std::string expected;
  file_.append_to(expected, *engine::writer_named("ndjson"));
  expected.pop_back();
  if (line_ != expected) {
    const auto difference = std::mismatch(line_.begin(), line_.end(), expected.begin(), expected.end()).first;
    throw fatal_error{
        fmt::format("{}: not written by this version of media-preflight check or facts (differs at byte {})", place(),
                    difference - line_.begin() + 1)};
  }
  const bool is_judged = file_.destination != nullptr;
  counted_.judged = counted_.files == 0 ? is_judged : counted_.judged;
  reject_if(counted_.judged != is_judged, "check and facts lines are mixed");
  reject_if(counted_.files > 0 && comes_before(file_.path, last_path_),
            "files are out of order; pass each run as a separate, unchanged file");
  counted_.add(file_.result);
  path_hashes_.push_back(path_hash(file_.path));
  if (warnings_as_errors_) {
    for (finding& warning : file_.result.findings()) {
      warning.severity = warning.severity == severity::warning ? severity::error : warning.severity;
    }
  }
}

void run_reader::read_summary(const nlohmann::json& line) {
  preflight::cli::read_summary(line, counted_);
  std::string expected;
  engine::writer_named("ndjson")->end(expected, counted_, {});
  expected.pop_back();
  reject_if(
      line_ != expected,
      fmt::format("the summary does not match the {} files before it; the file was cut or changed", counted_.files));
  const auto [number, count] = std::pair{counted_.shard, counted_.shards};
  reject_if(count > 0 && (number == 0 || number > count), fmt::format("there is no shard {} of {}", number, count));
  for (std::size_t i = 0; count > 0 && i < path_hashes_.size(); ++i) {
    if (path_hashes_[i] % count != number - 1) {
      throw fatal_error{
          fmt::format("{}: the file on line {} does not belong to shard {} of {}", place(), i + 1, number, count)};
    }
  }
  reject_if(next_line(), "lines follow the summary; pass each run as a separate file");
}

std::string run_reader::place() const { return fmt::format("{}, line {}", name_, number_); }

void run_reader::reject_if(bool is_wrong, std::string_view reason) const {
  if (is_wrong) {
    throw fatal_error{fmt::format("{}: {}", place(), reason)};
  }
}

}  // namespace preflight::cli
