#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <preflight/output/writer.hpp>

#include "merge/written_run.hpp"

namespace preflight::cli {

/// Several runs as one, in the order of output. Of each it holds one file. A file that several of them say the same
/// about counts once, so a shard may be given twice.
class merged_runs {
 public:
  explicit merged_runs(std::vector<std::unique_ptr<written_run>> runs);

  /// nullptr at the end. Throws fatal_error where the runs do not belong together.
  [[nodiscard]] const file_line* next();

  [[nodiscard]] std::uint64_t files() const { return total_.files; }
  [[nodiscard]] std::uint64_t failed() const { return total_.failed; }
  /// Of what came so far; its title is from here. The elapsed time is that of the slowest: it stays what it is where a
  /// run is given twice.
  [[nodiscard]] run_summary summary() const;

 private:
  void take_next_of(written_run& run);
  void end(const written_run& run);
  void require_complete() const;
  void count(const file_line& file);

  std::vector<std::unique_ptr<written_run>> runs_;
  std::vector<written_run*> standing_;  ///< a heap; the first stands at the file that comes next
  written_run* current_ = nullptr;
  bool has_begun_ = false;
  std::string line_before_;
  std::string path_before_;
  std::string place_before_;

  const written_run* first_ended_ = nullptr;
  std::set<std::uint32_t> shards_;
  std::uint64_t files_of_shards_ = 0;  ///< as each of them says, those given twice once
  run_summary total_;
  std::string destination_;
  std::string title_;
  bool is_mixed_ = false;  ///< judged for more than one destination
};

}  // namespace preflight::cli
