#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace preflight::cli {

/// The working tree that git works on: the one that the working folder lies in, or a different one if GIT_DIR and
/// GIT_WORK_TREE say so. Its files are named by their path from the root.
class repository {
 public:
  /// Throws fatal_error where there is none; `option` is who needs it.
  explicit repository(std::string_view option);

  /// Absolute, without a slash at the end.
  [[nodiscard]] const std::string& root() const { return root_; }
  /// Where Git LFS keeps what its pointers stand for.
  [[nodiscard]] std::string lfs_objects() const { return git_folder_ + "/lfs/objects"; }
  /// Whether a file lies where git keeps its own, or is what leads git there (.git of a linked working tree).
  [[nodiscard]] bool is_of_git(std::string_view path) const;

  /// The path of a file from the working folder; absolute where that lies outside.
  [[nodiscard]] std::string path_from_here(std::string_view path) const;
  /// A path that somebody gave, from the root on: "" is the root. Nothing for one outside this working tree.
  [[nodiscard]] std::optional<std::string> path_from_root(std::string_view argument) const;
  /// The same where links to folders lead; what is not there is taken as it is written.
  [[nodiscard]] std::optional<std::string> real_path_from_root(std::string_view argument) const;

  /// The folder of another repository, such as a submodule, that this path is or lies in: git of this one knows none
  /// of its files. Nothing where there is none.
  [[nodiscard]] std::optional<std::string> inner_repository(std::string_view path) const;

 private:
  std::string root_;
  std::string here_;        ///< from the root to the working folder, with a slash at its end unless it is the root
  std::string git_folder_;  ///< the one that all working trees share
  bool is_outside_;         ///< the working folder is neither the root nor below it
};

}  // namespace preflight::cli
