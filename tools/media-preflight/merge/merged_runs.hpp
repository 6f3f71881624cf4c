#pragma once

#include <cstdint>
#include <memory>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include <preflight/output/writer.hpp>

#include "merge/run_reader.hpp"

namespace preflight::cli {

/// Several runs as one, in the order of output. Of each it holds one file. A file that several of them say the same
/// about counts once, so a shard may be given twice.
class merged_runs {
 public:
  /// `names` are those of destinations. Throws fatal_error, and so does next(), where runs do not belong together.
  merged_runs(std::vector<std::unique_ptr<run_reader>> runs, const configuration& names, bool warnings_as_errors);

  /// nullptr at the end.
  [[nodiscard]] const file_line* next();

  [[nodiscard]] const run_summary& total() const { return total_; }
  /// Of the files so far; its title is from here. The elapsed time is that of the slowest: it stays what it is where a
  /// run is given twice.
  [[nodiscard]] run_summary summary() const;

 private:
  struct later {
    bool operator()(const run_reader* run, const run_reader* other) const {
      return comes_before(other->file().path, run->file().path);
    }
  };
  void advance(run_reader& run);
  void end(const run_reader& run);
  void require_complete() const;
  [[nodiscard]] bool is_repeated(const run_reader& run) const;
  void count(run_reader& run);

  std::vector<std::unique_ptr<run_reader>> runs_;
  const configuration* names_;
  bool warnings_as_errors_;
  std::priority_queue<run_reader*, std::vector<run_reader*>, later> queue_;
  run_reader* current_ = nullptr;
  std::string last_line_;
  std::string last_path_;
  std::string last_place_;

  const run_reader* first_ended_ = nullptr;
  std::set<std::uint32_t> shards_;
  std::uint64_t files_of_shards_ = 0;  ///< by their summaries, those given twice once
  run_summary total_;
  std::set<std::string> titles_;  ///< of the destinations, two at most
};

}  // namespace preflight::cli
