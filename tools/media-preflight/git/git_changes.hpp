#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "git/object_store.hpp"
#include "options/scan_options.hpp"
#include "walk/path_list.hpp"
#include "walk/walk.hpp"

namespace preflight::cli {

/// Where the bytes of files come from that are read from the index.
struct staged_blobs {
  bool has_all = true;                               ///< false: other files are read from the working tree
  std::unordered_map<std::string, std::string> ids;  ///< by the path that the file is shown by
  std::string lfs_objects;                           ///< the folder in which Git LFS keeps objects
  object_store store;
};

/// The files of a run with --staged or --changed-since.
struct git_changes {
  path_list paths;
  skip_record skipped;
  std::unique_ptr<staged_blobs> staged;  ///< nullptr: all are read from the working tree
};

/// Those that a walk through the folders among the paths would judge. Throws fatal_error, also where something would be
/// written among the files of git.
[[nodiscard]] git_changes find_git_changes(const scan_options& options);

}  // namespace preflight::cli
