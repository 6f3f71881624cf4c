#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/writer.hpp>

#include "config/configuration.hpp"
#include "merge/file_line.hpp"
#include "merge/line_reader.hpp"

namespace preflight::cli {

struct reading_options {
  const configuration* names = nullptr;  ///< of destinations
  bool warnings_as_errors = false;
};

/// What one run wrote with --output ndjson, file by file. That it ended, and that nothing was lost on the way here, is
/// seen by its last line: a summary which counts what stands before it.
class written_run {
 public:
  /// "-" is standard input, at the descriptor `input`. Throws fatal_error, and so does advance().
  written_run(const std::string& path, int input, const reading_options& how) : lines_{path, input}, how_{how} {}

  /// Moves to the next file; false at the end, and then the summary is known.
  [[nodiscard]] bool advance();

  [[nodiscard]] const file_line& file() const { return file_; }
  /// The file's path as it counts in the order of output.
  [[nodiscard]] std::string_view sorted_by() const;
  [[nodiscard]] std::string_view line() const { return lines_.line(); }
  [[nodiscard]] const run_summary& summary() const { return summary_; }
  [[nodiscard]] const line_reader& source() const { return lines_; }
  /// "shards/3.ndjson, line 7"
  [[nodiscard]] std::string place() const;

 private:
  void take_file();
  void take_summary();
  [[noreturn]] void refuse(std::string_view why) const;

  line_reader lines_;
  reading_options how_;
  file_line file_;
  std::string path_before_;
  run_summary counted_;
  std::vector<std::uint64_t> path_hashes_;  ///< which shard they are to be of is known at the end
  run_summary summary_;
};

}  // namespace preflight::cli
