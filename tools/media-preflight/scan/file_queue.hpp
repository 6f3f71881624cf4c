#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/input/result.hpp>

#include "config/policies.hpp"
#include "git/git_changes.hpp"
#include "scan/status_lookahead.hpp"
#include "walk/path_list.hpp"
#include "walk/walk.hpp"

namespace preflight::cli {

/// A file to look at. What it refers to holds until the next one is asked for.
struct queued_file {
  std::string_view path;
  std::size_t name_at = 0;                ///< what is opened is the path from here on, in `folder`
  const shared_folder* folder = nullptr;  ///< nullptr: the working folder
  const cli::policy* policy = nullptr;
  std::optional<std::uint64_t> size;  ///< in bytes, where it is known already
  std::optional<failure> problem;     ///< why it cannot be read, where that is known already
  bool is_explicit = false;           ///< by its own path: judged whatever it is
  bool is_from_cli = false;           ///< asked for on the command line itself
  bool is_input = false;              ///< standard input; the path is only what it is called
  staged_blobs* staged = nullptr;     ///< where its bytes come from; nullptr: the file with that path
  std::string_view object{};          ///< there, the id of its blob
};

/// Every file of a run once, in the order of output: the paths asked for and what is found in the folders among them.
/// Holds one listing for each folder level, and of the paths asked for the bytes only.
class file_queue {
 public:
  file_queue(path_list paths, const walk_options& options, policies& policies);
  /// The files that git calls changed.
  file_queue(git_changes changes, const walk_options& options, policies& policies);

  /// What was asked for.
  [[nodiscard]] const path_list& paths() const { return paths_; }

  /// What was found in folders and is not to be looked at: all of it at the end.
  [[nodiscard]] skipped_entries skipped() const;

  /// The same with what does not count as checked.
  [[nodiscard]] const skip_record& all_skipped() const { return skipped_; }

  /// nullptr at the end. For one thread at a time.
  [[nodiscard]] const queued_file* next();

  /// Looks up so many of the paths asked for ahead of their turn. For several threads, beside next().
  void look_ahead(std::size_t count) {
    if (staged_ == nullptr || !staged_->has_all) {
      lookahead_.look_up(count);
    }
  }

 private:
  [[nodiscard]] std::list<walk>::iterator next_walk();
  void move_past(std::string_view path);
  [[nodiscard]] bool select_path(std::size_t index);
  [[nodiscard]] bool is_excluded(path_list::origin source);
  [[nodiscard]] bool open_folder_of(std::size_t index);
  void select_staged(std::size_t index);

  path_list paths_;
  status_lookahead lookahead_{paths_};
  walk_options options_;
  policies* policies_;
  exclusions excluded_;
  std::size_t next_path_ = 0;
  skip_record skipped_;
  std::unique_ptr<staged_blobs> staged_;
  std::list<walk> walks_;  ///< more than one only where a folder is asked for inside another
  bool is_at_walk_ = false;
  queued_file current_;
  std::string path_;  ///< the path asked for that is next or was last
  shared_folder folder_;
};

}  // namespace preflight::cli
