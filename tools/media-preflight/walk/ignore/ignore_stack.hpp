#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "walk/directory_listing.hpp"
#include "walk/ignore/ignore_rules.hpp"
#include "walk/ignore/tracked_files.hpp"

namespace preflight::cli {

/// The ignore files that have a say about one folder: its own, those of the folders it lies in, and outside the walk
/// those up to the root of the repository.
class ignore_stack {
 public:
  /// `root` is where the walk starts ("" is the working folder). An inactive stack skips nothing.
  ignore_stack(std::string_view root, bool active);

  /// Goes into a folder whose entries are `inside`; what is asked from now on starts with `prefix_length` characters
  /// that name it.
  void enter(int folder, const directory_listing& inside, std::size_t prefix_length);
  void leave();

  /// Whether the entry `path`, in the folder entered last, is to be left out.
  [[nodiscard]] bool skips(std::string_view path, bool is_folder) const;
  /// The media files that git tracks all the same: the entry itself, or those in it.
  [[nodiscard]] std::vector<std::string> tracked_at(std::string_view path, bool is_folder);

 private:
  struct level {
    std::size_t depth = 0;  ///< how many folders were entered when this one was
    std::size_t prefix_length = 0;
    ignore_rules git;
    ignore_rules own;
    bool is_repository = false;  ///< a .gitignore further out does not count in here
  };
  struct outer_level {
    std::string lead;  ///< from its folder to the start of the walk, with a slash
    ignore_rules git;
    ignore_rules own;
  };

  template <class Rules>
  [[nodiscard]] opinion consult(std::string_view path, bool is_folder, Rules rules, bool within_repository) const;

  bool active_;
  std::size_t depth_ = 0;
  std::size_t root_length_ = 0;
  std::string repository_;  ///< that the start of the walk lies in, with a slash; empty where it lies in none
  std::string lead_;        ///< from there to the start of the walk, with a slash
  std::map<std::string, tracked_files> tracked_;  ///< by the roots of repositories
  std::vector<level> inner_;                      ///< only folders that have ignore files or are repositories
  std::vector<outer_level> outer_;                ///< the nearest first
};

}  // namespace preflight::cli
