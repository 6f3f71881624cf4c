#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/input/result.hpp>
#include <preflight/output/summary/skipped_entries.hpp>

#include "config/policies.hpp"
#include "files/descriptor.hpp"
#include "files/descriptor_limit.hpp"
#include "walk/directory_listing.hpp"
#include "walk/exclusions.hpp"
#include "walk/ignore/ignore_stack.hpp"
#include "walk/path_order.hpp"
#include "walk/walk_options.hpp"

namespace preflight::cli {

/// An open folder, kept for as long as somebody may still open a file in it.
using shared_folder = std::shared_ptr<const descriptor>;

/// What was left out. A folder asked for inside another is gone through twice.
struct skip_record {
  /// What somebody may take for checked, in the order of output.
  std::map<std::string, skip_reason, decltype(&comes_before)> paths{&comes_before};
  std::uint64_t hidden = 0;
  std::uint64_t ignored = 0;
  std::uint64_t excluded = 0;
};

/// The files of a folder and the folders in it, one at a time, in the order of output. Links to folders are not
/// followed. A tree of any depth and with paths of any length is walked with some thirty open folders.
class walk {
 public:
  /// `root` is in normal form: "" is the working folder. What is left out is added to `skipped`.
  walk(std::string_view root, const walk_options& options, policies& rules, skip_record& skipped);

  /// Moves to the next file, or folder that could not be read; false at the end.
  bool advance();

  /// What the walk stands at, until the next advance().
  [[nodiscard]] std::string_view path() const { return path_.empty() ? std::string_view{"."} : path_; }
  [[nodiscard]] const cli::policy& policy() const { return policies_->for_path(*policy_, path_); }
  /// Why it cannot be judged, where that is known without opening it.
  [[nodiscard]] const std::optional<failure>& problem() const { return problem_; }
  /// In bytes, where it had to be found out to know that this is a regular file.
  [[nodiscard]] std::optional<std::uint64_t> size() const { return size_; }
  /// Where there is no problem: where the name starts in the path, and the folder to open it in.
  [[nodiscard]] std::size_t name_at() const { return levels_[depth_ - 1].prefix_length; }
  [[nodiscard]] const shared_folder& folder() const { return levels_[depth_ - 1].folder; }

 private:
  struct level {
    directory_listing entries;
    std::size_t next = 0;
    std::size_t prefix_length = 0;  ///< of path_: the folder's own path with its slash
    shared_folder folder;           ///< empty while many folders further in are open
    dev_t device = 0;
    ino_t number = 0;
    const cli::policy* policy = nullptr;
  };

  bool enter(int parent, const char* name, int more_flags);
  bool leave();
  bool check_entry(std::size_t index);
  void add_tracked(std::string_view name, bool is_folder);
  bool stop_at_problem(failure_code code, std::string_view message, int system_error = 0);
  void close_outer_folder();
  [[nodiscard]] shared_folder reopen_folder(const level& outer, int inner) const;

  walk_options options_;
  policies* policies_;
  skip_record* skipped_;
  std::string path_;
  std::vector<char> buffer_;
  std::vector<level> levels_;  ///< the first depth_ are in use; the others keep their memory
  std::size_t depth_ = 0;
  /// Folders kept open at once. Further out they are closed, and found again through ".." on the way back.
  std::size_t max_open_levels_ = max_open_folders();
  ignore_stack ignored_;
  exclusions excluded_;
  std::optional<failure> problem_;
  std::optional<std::uint64_t> size_;
  const cli::policy* policy_;
  bool started_ = false;
};

}  // namespace preflight::cli
