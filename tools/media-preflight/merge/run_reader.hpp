#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/writer.hpp>

#include "merge/file_line.hpp"

namespace preflight::cli {

/// What one run wrote with --output ndjson, file by file. That it ended, and that nothing was lost on the way here, is
/// seen by its last line: a summary which counts what stands before it.
class run_reader {
 public:
  /// "-" is standard input, at the descriptor `input`. Throws fatal_error, and so does next().
  run_reader(const std::string& path, int input);

  /// Moves to the next file; false at the end, and then the summary is known. `names` are those of destinations.
  [[nodiscard]] bool next(const configuration& names);

  [[nodiscard]] const file_line& file() const { return file_; }
  [[nodiscard]] file_line& file() { return file_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] const run_summary& summary() const { return summary_; }
  [[nodiscard]] int descriptor_number() const { return ::fileno(stream_.get()); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// "shards/3.ndjson, line 7"
  [[nodiscard]] std::string place() const;

 private:
  [[nodiscard]] bool next_line();
  void count_file();
  void check_summary();
  [[noreturn]] void refuse(std::string_view reason) const;

  struct closer {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::string name_;
  std::unique_ptr<std::FILE, closer> stream_;
  std::unique_ptr<char[]> buffer_;
  std::string_view line_;
  std::uint64_t number_ = 0;  ///< of the line, from 1
  file_line file_;
  std::string last_path_;
  run_summary counted_;
  std::vector<std::uint64_t> path_hashes_;  ///< the number of shards is known at the end
  run_summary summary_;
};

/// In the order of output, in which the working folder, written ".", comes before all that is in it.
[[nodiscard]] bool comes_before(std::string_view path, std::string_view other);

}  // namespace preflight::cli
