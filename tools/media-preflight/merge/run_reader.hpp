#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <preflight/output/writer.hpp>

#include "merge/file_line.hpp"

namespace preflight::cli {

/// What one run wrote with --output ndjson, file by file. That it ended, and that nothing was lost on the way here, is
/// seen by its last line: a summary which counts what stands before it.
class run_reader {
 public:
  /// "-" is standard input, at the descriptor `input`. Throws fatal_error, and so does next().
  run_reader(const std::string& path, int input, const configuration& names, bool warnings_as_errors);

  /// Moves to the next file; false at the end, and then the summary is known.
  [[nodiscard]] bool next();

  [[nodiscard]] const file_line& file() const { return file_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] const run_summary& summary() const { return counted_; }
  [[nodiscard]] int descriptor_number() const { return ::fileno(stream_.get()); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// "shards/3.ndjson, line 7"
  [[nodiscard]] std::string place() const;

 private:
  [[nodiscard]] bool next_line();
  void read_file(const nlohmann::json& line);
  void read_summary(const nlohmann::json& line);
  void reject_if(bool is_wrong, std::string_view reason) const;

  std::string name_;
  const configuration* names_;
  bool warnings_as_errors_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream_;
  std::unique_ptr<char[]> buffer_;
  std::string_view line_;
  std::uint64_t number_ = 0;  ///< of the line, from 1
  file_line file_;
  std::string last_path_;
  run_summary counted_;
  std::vector<std::uint64_t> path_hashes_;  ///< the number of shards is known at the end
};

}  // namespace preflight::cli
